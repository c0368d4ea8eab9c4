import { isRecord, parseJson } from '../../untrusted.ts';

type Json = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string';

const record = (value: unknown): Json => (isRecord(value) ? value : {});

/** The arguments of our `local_shell` function for the action of a past call. */
export function argumentsOfAction(action: unknown): string {
  const { command, working_directory, timeout_ms, env, user } = record(action);
  return JSON.stringify({
    command: Array.isArray(command) ? command.filter(isText) : [],
    ...(isText(working_directory) && { workdir: working_directory }),
    ...(typeof timeout_ms === 'number' && { timeout_ms }),
    ...(isRecord(env) && Object.keys(env).length > 0 && { env }),
    ...(isText(user) && { user }),
  });
}

/** A model that forgets the list means a line for the shell. */
function commandOf(command: unknown): string[] {
  if (isText(command)) return ['bash', '-lc', command];
  return Array.isArray(command) ? command.filter(isText) : [];
}

/** The action for the arguments that a model gave. */
export function actionOfArguments(text: string): Json {
  const { command, workdir, timeout_ms, env, user } = record(parseJson(text));
  return {
    type: 'exec',
    command: commandOf(command),
    env: Object.fromEntries(Object.entries(record(env)).filter(([, value]) => isText(value))),
    ...(isText(workdir) && { working_directory: workdir }),
    ...(typeof timeout_ms === 'number' && { timeout_ms }),
    ...(isText(user) && { user }),
  };
}
