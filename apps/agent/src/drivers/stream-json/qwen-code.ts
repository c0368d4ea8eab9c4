import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PermissionMode } from '@open-ace/contracts/tools';
import type { Config } from '../../config.ts';
import { isWithin } from '../../facts/version.ts';
import type { SessionStart } from '../driver.ts';
import { addable } from '../extra-arguments.ts';
import type { Dialect } from './dialect.ts';
import { count } from './fields.ts';
import { qwenEnvironment, qwenHome } from './qwen-environment.ts';
import { qwenSettings } from './qwen-settings.ts';
import { likeTool } from './qwen-tools.ts';
import { SecretSettings } from './secret-settings.ts';

const words: Record<PermissionMode, string> = { plan: 'plan', ask: 'default', 'auto-edit': 'auto-edit', 'full-auto': 'yolo' };

const testedVersions = { from: '0.24.0', below: '0.25.0' };

/** The folder of the agent's own for what is written for Qwen Code alone. */
const settingsFolder = 'qwen-code';

export function qwenCode({ environment, home, dir }: Pick<Config, 'environment' | 'home' | 'dir'>): Dialect {
  return {
    tool: 'qwen-code',
    program: 'qwen',
    describe: (version) => ({
      tested: isWithin(version, testedVersions),
      modes: PermissionMode.options,
      withheldModes: [],
      problem: '',
    }),
    wordFor: (mode) => words[mode],
    modeOf: (word) => (Object.keys(words) as PermissionMode[]).find((mode) => words[mode] === word),
    mayChangeTo: () => true,
    async launch(start) {
      const isKnown = await hasConversation(start.toolSessionId, qwenHome(environment, home).runtime);
      const args = argumentsFor(start, isKnown);
      const settingsPath = join(dir, settingsFolder, `${start.toolSessionId}.json`);
      const settings = await SecretSettings.write(settingsPath, qwenSettings, start.gateway.token);
      const command = {
        path: start.tool.path,
        args,
        cwd: start.cwd,
        masked: [start.gateway.token],
        env: qwenEnvironment(start, settingsPath, environment, home),
      };
      return { command, note: start.resume && !isKnown ? 'Qwen Code kept nothing of this conversation; it begins anew.' : null, settings };
    },
    imageProblem: 'Qwen Code takes no pictures with a message. Put the picture into the project and write its path.',
    likeTool,
    // It tells in words alone whether a file was there before.
    detailsOf: (_message, output) => ({ type: output.startsWith('Successfully created') ? 'create' : 'update' }),
    isErrorText: (words) => words.startsWith('[API Error: ') && words.trimEnd().endsWith(']'),
    // What came from the cache is a part of it.
    sentTokens: (usage) => count(usage.input_tokens) ?? 0,
    windowRequest: 'get_context_usage',
  };
}

const addableOptions = {
  flags: [],
  options: [
    ...['--append-system-prompt', '--fallback-model', '--include-directories', '--output-style'],
    ...['--max-session-turns', '--max-tool-calls', '--max-wall-time'],
  ],
};

function argumentsFor(start: SessionStart, isKnown: boolean): string[] {
  return [
    ...['--auth-type', 'openai', '--openai-base-url', `${start.gateway.url}/v1`],
    ...['--input-format', 'stream-json', '--output-format', 'stream-json', '--include-partial-messages', '--channel', 'SDK'],
    // Left to itself it lets a model decide what need not be asked.
    ...['--approval-mode', words[start.permissionMode]],
    ...conversation(start, isKnown),
    ...(start.model === '' ? [] : ['--model', start.model]),
    // It asks by a form that has no place in a transcript; without it, it asks in words.
    ...['--exclude-tools', 'ask_user_question'],
    '--chat-recording',
    ...addable(start.args, addableOptions, 'Qwen Code'),
  ];
}

/** A copy of a conversation gets an id of Qwen Code's own making. */
function conversation({ toolSessionId, forkOf }: SessionStart, isKnown: boolean): string[] {
  if (isKnown) return ['--resume', toolSessionId];
  return forkOf === null ? ['--session-id', toolSessionId] : ['--resume', forkOf, '--fork-session'];
}

/** Resuming an unknown conversation fails, and so does beginning a known one. */
async function hasConversation(id: string, runtimeFolder: string): Promise<boolean> {
  const projects = join(runtimeFolder, 'projects');
  for (const project of await readdir(projects).catch(() => [])) {
    if (await stat(join(projects, project, 'chats', `${id}.jsonl`)).catch(() => null)) return true;
  }
  return false;
}
