import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { HistoryPolicy } from '@open-ace/contracts/machine';
import { z } from 'zod';

const flag = z
  .union([z.boolean(), z.enum(['1', 'true', 'yes', 'on', '0', 'false', 'no', 'off', ''])])
  .transform((value) => value === true || ['1', 'true', 'yes', 'on'].includes(String(value)));

const list = z
  .union([z.array(z.string()), z.string()])
  .transform((value) => (Array.isArray(value) ? value : value.split(',')).map((entry) => entry.trim()).filter(Boolean));

const databaseUrl = z.string().refine((url) => /^(file:|sqlite:|postgres(ql)?:\/\/)/.test(url), {
  message: 'Use file:/path/to/ace.db or postgresql://user@host/database.',
});

/** Every setting that the process reads, by its name in the environment. A `secret` is masked when printed. */
const settings = {
  PORT: { schema: z.coerce.number().int().min(0).max(65535).default(4210), about: 'Port of the one listener.' },
  HOST: { schema: z.string().min(1).default('127.0.0.1'), about: 'Address that it listens on.' },
  DATABASE_URL: {
    schema: databaseUrl.optional(),
    secret: true,
    about: 'file:<path> or postgresql://…; SQLite in the data folder when left out.',
  },
  DATABASE_POOL: { schema: z.coerce.number().int().min(1).max(100).default(10), about: 'PostgreSQL connections at most.' },
  OPENACE_DATA_DIR: {
    schema: z.string().min(1).default(join(homedir(), '.open-ace')),
    about: 'Database, secret key, logs and agent state.',
  },
  OPENACE_SECRET_KEY: {
    schema: z.string().min(32).optional(),
    secret: true,
    about: 'Root of all derived keys; made in the data folder when left out. While it is rotated: the new one, a comma, the old one.',
  },
  OPENACE_ADMIN_PASSWORD: {
    schema: z.string().min(8).max(256).optional(),
    secret: true,
    about: 'Makes the first administrator "admin" without a set-up link.',
  },
  OPENACE_PUBLIC_URL: { schema: z.url().optional(), about: 'Address that people use, where a proxy stands before the server.' },
  OPENACE_TRUSTED_PROXIES: { schema: list.default([]), about: 'Addresses or CIDR ranges whose X-Forwarded-* headers count.' },
  OPENACE_CORS_ORIGINS: { schema: list.default([]), about: 'Origins besides our own that browsers may call from.' },
  OPENACE_ALLOW_PRIVATE_UPSTREAMS: { schema: flag.default(false), about: 'Allows provider base URLs on loopback and private addresses.' },
  OPENACE_LOCAL_HISTORY: {
    schema: HistoryPolicy.default('usage'),
    about: "How much of the CLIs' own history the server's own machine gives, once it enrols: off, or usage for figures alone.",
  },
  OPENACE_TRANSCRIPT_DAYS: {
    schema: z.coerce.number().int().min(0).max(36_500).default(0),
    about: 'Transcripts of sessions that nobody used for so many days are removed; 0 keeps them. What they used stays in the books.',
  },
  OPENACE_LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    about: 'Least severe line that is logged.',
  },
  OPENACE_METRICS_TOKEN: {
    schema: z.string().min(16).optional(),
    secret: true,
    about: 'Bearer token that /metrics wants from other addresses than loopback.',
  },
} as const satisfies Record<string, { schema: z.ZodType; about: string; secret?: boolean }>;

type SettingName = keyof typeof settings;
type Settings = { [Name in SettingName]: z.infer<(typeof settings)[Name]['schema']> };

export interface Config extends Settings {
  provider: 'sqlite' | 'postgresql';
  databaseUrl: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

function fileOf(dataDir: string): Record<string, unknown> {
  const path = join(dataDir, 'config.json');
  if (!existsSync(path)) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new ConfigError(`${path} is not a JSON object. Mend or remove it.`);
  }
}

function fromEnvironment(name: SettingName, env: NodeJS.ProcessEnv): string | undefined {
  const file = env[`${name}_FILE`];
  if (file === undefined) return env[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new ConfigError(`${name}_FILE names ${file}, which cannot be read.`);
  }
}

/** Environment first, then `config.json` of the data folder, then defaults. Throws a ConfigError that names the setting. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const dataDir = settings.OPENACE_DATA_DIR.schema.parse(env.OPENACE_DATA_DIR || undefined);
  const file = fileOf(dataDir);
  const read = (name: SettingName) => {
    const value = fromEnvironment(name, env) ?? file[name];
    const parsed = settings[name].schema.safeParse(value === '' ? undefined : value);
    if (!parsed.success) throw new ConfigError(`${name}: ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
    return parsed.data;
  };
  const values = Object.fromEntries((Object.keys(settings) as SettingName[]).map((name) => [name, read(name)])) as Settings;
  const url = values.DATABASE_URL?.replace(/^sqlite:/, 'file:') ?? `file:${join(values.OPENACE_DATA_DIR, 'ace.db')}`;
  return { ...values, provider: url.startsWith('file:') ? 'sqlite' : 'postgresql', databaseUrl: url };
}

/** Every setting with its value and meaning; secrets say only whether they are set. */
export function describeConfig(config: Config): { name: string; value: string; about: string }[] {
  return (Object.keys(settings) as SettingName[]).map((name) => {
    const setting: { about: string; secret?: boolean } = settings[name];
    const value = config[name];
    const shown = Array.isArray(value) ? value.join(',') : value === undefined ? '' : String(value);
    return { name, value: setting.secret && shown ? '********' : shown, about: setting.about };
  });
}
