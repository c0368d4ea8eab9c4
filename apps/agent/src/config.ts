import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { Ending, exitCodes } from './ending.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const ServerUrl = z
  .url({ protocol: /^https?$/, error: 'must be the http or https address of an Open ACE server' })
  .transform((url) => url.replace(/\/+$/, ''));
const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']);
const Megabytes = z.coerce.number().int().min(1).max(10_000);

/** `agent.json` in the agent's folder. */
const ConfigFile = z.strictObject({
  serverUrl: ServerUrl.optional(),
  logLevel: LogLevel.optional(),
  boxMegabytes: Megabytes.optional(),
});
type ConfigFile = z.infer<typeof ConfigFile>;

const Settings = z.object({
  OPENACE_SERVER_URL: ServerUrl.optional(),
  OPENACE_REGISTRATION_TOKEN: z.string().min(20).max(200).optional(),
  OPENACE_LOG_LEVEL: LogLevel.optional(),
  OPENACE_AGENT_BOX_MB: Megabytes.optional(),
});

export interface Config {
  /** The agent's own folder: credential, journal, unsent events. */
  readonly dir: string;
  readonly serverUrl: string | undefined;
  readonly registrationToken: string | undefined;
  readonly logLevel: z.infer<typeof LogLevel>;
  /** Most bytes of session events that wait on disk for the server. */
  readonly boxBytes: number;
  /** Where a server on this machine would keep its data. */
  readonly serverDataDir: string;
  readonly home: string;
  /** What the environments of CLIs are picked from. */
  readonly environment: Environment;
}

function fileIn(dir: string): ConfigFile {
  const path = join(dir, 'agent.json');
  if (!existsSync(path)) return {};
  try {
    return ConfigFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const what = error instanceof z.ZodError ? sentence(error) : 'it is not JSON';
    throw new Ending(`${path} cannot be used: ${what}. Mend or remove it.`, exitCodes.usage);
  }
}

const sentence = ({ issues: [issue] }: z.ZodError) => [issue?.path.join('.'), issue?.message].filter(Boolean).join(' ');

/** What the command line says stands above the environment. The only reader of `process.env`. */
export const loadConfig = (said: Environment = {}): Config => configOf({ ...process.env, ...said }, homedir());

/** Environment first, then `agent.json`, then defaults. */
export function configOf(env: Environment, home: string): Config {
  const dir = resolve(env.OPENACE_AGENT_DIR || join(home, '.open-ace', 'agent'));
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name in Settings.shape && value !== ''));
  const parsed = Settings.safeParse(given);
  if (!parsed.success) throw new Ending(`${sentence(parsed.error)}.`, exitCodes.usage);
  const settings = parsed.data;
  const file = fileIn(dir);
  return {
    dir,
    serverUrl: settings.OPENACE_SERVER_URL ?? file.serverUrl,
    registrationToken: settings.OPENACE_REGISTRATION_TOKEN,
    logLevel: settings.OPENACE_LOG_LEVEL ?? file.logLevel ?? 'info',
    boxBytes: (settings.OPENACE_AGENT_BOX_MB ?? file.boxMegabytes ?? 64) * 1024 * 1024,
    serverDataDir: resolve(env.OPENACE_DATA_DIR || join(home, '.open-ace')),
    home,
    // A daemon may have been started without one.
    environment: { HOME: home, ...env },
  };
}
