import { toolName } from '@open-ace/contracts/tools';
import type { Config } from '../config.ts';
import { writeCaBundle } from '../connection/tls.ts';
import { createLogger } from '../logger.ts';
import { readCredential } from '../state/credential.ts';
import { inForeground } from './foreground.ts';
import { gatewaySettings } from './gateway-settings.ts';
import { openQuestions } from './questions.ts';
import { shell } from './shell.ts';
import { toolsOf } from './tools-of.ts';

interface Entry {
  readonly label: string;
  readonly start: () => Promise<unknown>;
}

/** The CLIs of this machine by number, to be started by hand, until nothing is chosen. */
export async function menu(config: Config): Promise<void> {
  await writeCaBundle(config);
  for (;;) {
    const entries = await entriesOf(config);
    for (const [n, { label }] of entries.entries()) console.log(`${n + 1}  ${label}`);
    const questions = openQuestions();
    const answer = await questions.ask('Number, or Enter to leave: ');
    questions.close();
    if (answer === '') return;
    const entry = /^\d+$/.test(answer) ? entries[Number(answer) - 1] : undefined;
    if (entry) await entry.start();
    else console.log(`There is no ${answer}.`);
  }
}

async function entriesOf(config: Config): Promise<Entry[]> {
  const { environment } = config;
  const tools = toolsOf(config, createLogger('silent'));
  const serverUrl = (await readCredential(config.dir))?.serverUrl ?? config.serverUrl;
  const token = environment.OPENACE_API_TOKEN;
  const found = await Promise.all((await tools.list()).map(({ tool }) => tools.find(tool)));
  const entries = found.flatMap((each): Entry[] => {
    if (!each) return [];
    const { args, environment: more } = token && serverUrl ? gatewaySettings(each.tool, serverUrl, token) : { args: [], environment: {} };
    const start = () => inForeground(each.path, args, { ...environment, ...more });
    return [{ label: `${toolName(each.tool)} ${each.version}`, start }];
  });
  return [...entries, { label: 'Shell', start: () => shell(config) }];
}
