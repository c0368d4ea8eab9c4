import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Ending, exitCodes } from './ending.ts';
import { type EffectiveSetting, type Environment, readSettings, type Settings } from './settings.ts';

export type { Environment } from './settings.ts';

/** How far a server's certificate is believed. */
export interface Trust {
  /** Certificates in PEM, believed besides those that Node knows. */
  readonly ca: string | undefined;
  /** No certificate is looked at. */
  readonly insecure: boolean;
}

export interface Config {
  /** The agent's own folder: credential, journal, unsent events. */
  readonly dir: string;
  readonly serverUrl: string | undefined;
  readonly registrationToken: string | undefined;
  readonly logLevel: Settings['logLevel'];
  readonly logFile: string;
  /** Most bytes of session events that wait on disk for the server. */
  readonly boxBytes: number;
  /** Most sessions that have a process at the same time. */
  readonly maxSessions: number;
  /** The folders in and below which sessions may work; everywhere where nobody named any. */
  readonly allowedRoots: readonly string[] | undefined;
  readonly trust: Trust;
  /** Where a server on this machine would keep its data. */
  readonly serverDataDir: string;
  readonly home: string;
  /** What the environments of CLIs are picked from. */
  readonly environment: Environment;
}

/** What the command line says stands above the environment. The only reader of `process.env`. */
export const loadConfig = (said: Environment = {}): Config => configOf({ ...process.env, ...said }, homedir());

/** Environment first, then `agent.json`, then defaults. Throws an Ending with every mistake. */
export function configOf(env: Environment, home: string): Config {
  const { config, mistakes } = checkConfig(env, home);
  if (!config) throw new Ending(mistakes.join('\n'), exitCodes.usage);
  return config;
}

export interface ConfigCheck {
  readonly dir: string;
  readonly environment: Environment;
  /** Null where there are mistakes. */
  readonly config: Config | null;
  readonly effective: readonly EffectiveSetting[];
  readonly mistakes: readonly string[];
}

export const loadConfigCheck = (said: Environment = {}): ConfigCheck => checkConfig({ ...process.env, ...said }, homedir());

export function checkConfig(env: Environment, home: string): ConfigCheck {
  const dir = resolve(env.OPENACE_AGENT_DIR || join(home, '.open-ace', 'agent'));
  const { values, ca, effective, mistakes } = readSettings(env, { dir, home });
  const config = values && {
    dir,
    serverUrl: values.serverUrl,
    registrationToken: values.registrationToken,
    logLevel: values.logLevel,
    logFile: values.logFile,
    boxBytes: values.boxMegabytes * 1024 * 1024,
    maxSessions: values.maxSessions,
    allowedRoots: values.allowedRoots,
    trust: { ca, insecure: values.insecureTls },
    serverDataDir: resolve(env.OPENACE_DATA_DIR || join(home, '.open-ace')),
    home,
    environment: {
      // A daemon may have been started without one.
      HOME: home,
      ...env,
      ...(values.caFile && { NODE_EXTRA_CA_CERTS: values.caFile, SSL_CERT_FILE: join(dir, caBundleName) }),
    },
  };
  return { dir, environment: env, config, effective, mistakes };
}

/** What CLIs that replace the system's certificates by a file are given: all of Node's and ours. The agent writes it when it starts. */
export const caBundleName = 'ca-bundle.pem';
