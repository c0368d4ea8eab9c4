import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from '../build.ts';
import type { Config } from '../config.ts';
import { fetchWith } from '../connection/tls.ts';
import { Ending, exitCodes } from '../ending.ts';
import { findService } from '../service/choose-service.ts';
import { placeProgram } from '../service/program.ts';
import { runProgram } from '../service/run-program.ts';
import { privateFolder } from '../state/atomic-file.ts';
import { readCredential } from '../state/credential.ts';
import { here, planOf, program } from './plan.ts';

/** Replaces this program by the one that its server gives out, and restarts the service. */
export async function update(config: Config): Promise<void> {
  const { root } = program;
  if (root === null)
    throw new Ending(
      'This agent runs from a clone: update that, or install the agent with the line that Add machine shows.',
      exitCodes.failed,
    );
  const serverUrl = (await readCredential(config.dir))?.serverUrl ?? config.serverUrl;
  if (!serverUrl) throw new Ending('This machine knows no server to update from. First: openace-agent login', exitCodes.usage);
  if (!serverUrl.startsWith('https:')) console.error('The server is reached without TLS: nothing proves that the program is its own.');

  const archive = await download(serverUrl, config);
  await privateFolder(config.dir);
  const draft = await mkdtemp(join(config.dir, 'update-'));
  try {
    await writeFile(join(draft, 'agent.tgz'), archive);
    await runProgram('tar', ['-xzf', join(draft, 'agent.tgz'), '-C', draft], config.environment);
    await placeProgram(join(draft, 'package'), root);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  const service = await findService(planOf(config), here(config));
  const isRunning = service !== null && (await service.state()) === 'running';
  if (isRunning) {
    await service.stop();
    await service.start();
  }
  const version = await runProgram(process.execPath, [program.entry, 'version'], config.environment);
  console.log(`${build.version} (${build.commit}) was replaced by ${version.trim()}.`);
  console.log(isRunning ? 'The service runs the new one.' : 'Whatever runs goes on with the old one until it is started again.');
}

async function download(serverUrl: string, { trust }: Config): Promise<Buffer> {
  const ask = fetchWith(trust);
  const get = async (name: string) => {
    const answer = await ask(`${serverUrl}/agent/${name}`).catch((error: unknown) => {
      throw new Ending(`${serverUrl} cannot be reached: ${error instanceof Error ? error.message : error}`, exitCodes.failed);
    });
    if (!answer.ok) throw new Ending(`${serverUrl} does not give out the agent (${answer.status}).`, exitCodes.failed);
    return Buffer.from(await answer.arrayBuffer());
  };
  const expected = String(await get('agent.tgz.sha256')).split(/\s/)[0];
  const archive = await get('agent.tgz');
  const found = createHash('sha256').update(archive).digest('hex');
  if (found !== expected)
    throw new Ending('What arrived is not what the server gives out. Nothing was changed; try again.', exitCodes.failed);
  return archive;
}
