import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Place {
  readonly dir: string;
  readonly home: string;
}

const ServerUrl = z
  .url({ protocol: /^https?$/, error: 'must be the http or https address of an Open ACE server' })
  .transform((url) => url.replace(/\/+$/, ''));
const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']);

/** Every setting. The rest of the program sees `Settings`, the types that these give. */
const schemas = ({ dir, home }: Place) => {
  const Path = z
    .string()
    .min(1)
    .transform((path) => (path === '~' || /^~[/\\]/.test(path) ? resolve(home, path.slice(2)) : path))
    .refine(isAbsolute, 'must be an absolute path, or begin with ~/')
    .transform((path) => resolve(path));
  const Paths = z.preprocess((value) => (typeof value === 'string' ? value.split(delimiter).filter(Boolean) : value), z.array(Path).min(1));
  return z.strictObject({
    serverUrl: ServerUrl.optional(),
    registrationToken: z.string().min(20).max(200).optional(),
    logLevel: LogLevel.default('info'),
    logFile: Path.default(join(dir, 'agent.log')),
    boxMegabytes: z.coerce.number().int().min(1).max(10_000).default(64),
    maxSessions: z.coerce.number().int().min(1).max(1000).default(5),
    allowedRoots: Paths.optional(),
    caFile: Path.optional(),
    insecureTls: z.boolean().default(false),
  });
};
export type Settings = z.infer<ReturnType<typeof schemas>>;
type SettingName = keyof Settings;

const variables: Record<SettingName, string> = {
  serverUrl: 'OPENACE_SERVER_URL',
  registrationToken: 'OPENACE_REGISTRATION_TOKEN',
  logLevel: 'OPENACE_LOG_LEVEL',
  logFile: 'OPENACE_AGENT_LOG_FILE',
  boxMegabytes: 'OPENACE_AGENT_BOX_MB',
  maxSessions: 'OPENACE_AGENT_MAX_SESSIONS',
  allowedRoots: 'OPENACE_AGENT_ALLOWED_ROOTS',
  caFile: 'OPENACE_AGENT_CA_FILE',
  insecureTls: 'OPENACE_AGENT_INSECURE_TLS',
};
const names = Object.keys(variables) as SettingName[];
/** What it means that one is not set, where that is not nothing. */
const unset: Partial<Record<SettingName, string>> = { allowedRoots: 'everywhere' };
/** A token is used once and has no place in a file that stays. */
const environmentOnly: readonly SettingName[] = ['registrationToken'];

export interface EffectiveSetting {
  readonly name: SettingName;
  /** As it is printed; a secret says only that it is set. */
  readonly value: string;
  readonly source: string;
}

export interface ReadSettings {
  /** Null where there are mistakes. */
  readonly values: Settings | null;
  /** What `caFile` holds. */
  readonly ca: string | undefined;
  readonly effective: readonly EffectiveSetting[];
  /** A sentence for each. */
  readonly mistakes: readonly string[];
}

/** Environment first, then `agent.json`, then defaults; never throws, so that every mistake can be told at once. */
export function readSettings(env: Environment, place: Place): ReadSettings {
  const path = join(place.dir, 'agent.json');
  const file = readFile(path);
  const said = fromEnvironment(env, file.values);
  const parsed = schemas(place).safeParse({ ...file.values, ...said });
  const inFile = (what: string) => `${path} cannot be used: ${what}. Mend or remove it.`;
  const mistakes = [
    ...file.mistakes.map(inFile),
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => sentence(issue, said, inFile))),
  ];
  const { ca, mistake } = parsed.success ? certificates(parsed.data.caFile) : { ca: undefined, mistake: null };
  if (mistake) mistakes.push('caFile' in said ? `${variables.caFile} ${mistake}.` : inFile(`caFile ${mistake}`));
  const values = parsed.success && mistakes.length === 0 ? parsed.data : null;
  return { values, ca, mistakes, effective: effective(values ?? { ...file.values, ...said }, file.values, said) };
}

function readFile(path: string): { values: Partial<Record<SettingName, unknown>>; mistakes: string[] } {
  if (!existsSync(path)) return { values: {}, mistakes: [] };
  try {
    const values = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(path, 'utf8')));
    const misplaced = environmentOnly.filter((name) => name in values);
    for (const name of misplaced) delete values[name];
    return { values, mistakes: misplaced.map((name) => `${name} belongs into the environment, as ${variables[name]}`) };
  } catch {
    return { values: {}, mistakes: ['it is not a JSON object'] };
  }
}

function fromEnvironment(env: Environment, file: Partial<Record<SettingName, unknown>>): Partial<Record<SettingName, unknown>> {
  const said = names.flatMap((name) => {
    const value = env[variables[name]];
    return name === 'insecureTls' || value === undefined || value === '' ? [] : [[name, value] as const];
  });
  // Certificates go unlooked at only where the file and the environment both ask for it: neither alone gives a machine away.
  const insecure = file.insecureTls === true && env[variables.insecureTls] === '1';
  return { ...Object.fromEntries(said), ...(file.insecureTls === true && { insecureTls: insecure }) };
}

function sentence(issue: z.core.$ZodIssue, said: object, inFile: (what: string) => string): string {
  const [name] = issue.path;
  if (issue.code === 'unrecognized_keys') return inFile(`it knows no setting ${issue.keys.join(', ')}`);
  if (typeof name === 'string' && name in said) return `${variables[name as SettingName]} ${issue.message}.`;
  return inFile([issue.path.join('.'), issue.message].join(' '));
}

function certificates(path: string | undefined): { ca: string | undefined; mistake: string | null } {
  if (path === undefined) return { ca: undefined, mistake: null };
  try {
    const ca = readFileSync(path, 'utf8');
    new X509Certificate(ca);
    return { ca, mistake: null };
  } catch (error) {
    const unread = error instanceof Error && 'syscall' in error;
    return { ca: undefined, mistake: `names ${path}, which ${unread ? 'cannot be read' : 'holds no certificate in PEM'}` };
  }
}

function effective(values: Partial<Record<SettingName, unknown>>, file: object, said: object): EffectiveSetting[] {
  return names.map((name) => {
    const value = values[name];
    const secret = name === 'registrationToken' && value !== undefined;
    const shown = Array.isArray(value) ? value.join(delimiter) : value === undefined ? (unset[name] ?? '') : String(value);
    return { name, value: secret ? '(set)' : shown, source: sourceOf(name, file, said) };
  });
}

function sourceOf(name: SettingName, file: object, said: object): string {
  if (name === 'insecureTls') return name in file ? `agent.json and ${variables[name]}` : 'default';
  if (name in said) return variables[name];
  return name in file ? 'agent.json' : 'default';
}
