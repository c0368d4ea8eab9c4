import { opendir, realpath, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Format, Source } from './format.ts';

export interface HomeOptions {
  /** The home folder of the person whose sessions they are. */
  readonly home: string;
  /** Where the vendors' own variables are looked up. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

interface Place {
  readonly format: Format;
  readonly root: string;
  readonly isWanted: (path: readonly string[]) => boolean;
}

const mostDepth = 8;
const mostFiles = 100_000;

const isJsonl = (path: readonly string[]): boolean => path.at(-1)?.endsWith('.jsonl') ?? false;
const isRollout = (path: readonly string[]): boolean => isJsonl(path) && (path.at(-1)?.startsWith('rollout-') ?? false);
const isChat = (path: readonly string[]): boolean => path[1] === 'chats' && isJsonl(path) && !path.at(-1)?.endsWith('.ledger.jsonl');
const isUsage = (path: readonly string[]): boolean => path.length === 1 && /^token-usage-[\d-]+\.jsonl$/.test(path[0] ?? '');

/**
 * The session files of all tools, oldest first, so that what a fork copied is told by its parent. Folders set in the
 * environment come beside the usual ones, since the CLIs need not have been started with the environment of the agent.
 * A symbolic link is followed at the root of a tool's folder only: below it, what it names either is listed by itself or lies
 * outside.
 */
export async function listSources({ home, env = {} }: HomeOptions): Promise<Source[]> {
  const folder = (...paths: (string | undefined)[]): string[] => [
    ...new Set(
      paths.flatMap((path) =>
        path
          ? resolve(
              home,
              path.replace(/^~(?=$|[/\\])/, () => home),
            )
          : [],
      ),
    ),
  ];

  const claude = folder(env.CLAUDE_CONFIG_DIR, '.claude', join('.config', 'claude'));
  const codex = folder(env.CODEX_HOME, '.codex');
  const qwen = folder(env.QWEN_RUNTIME_DIR, env.QWEN_HOME, '.qwen');
  const places: Place[] = [
    ...claude.map((root) => ({ format: 'claude-code' as const, root: join(root, 'projects'), isWanted: isJsonl })),
    ...codex.map((root) => ({ format: 'codex' as const, root: join(root, 'sessions'), isWanted: isRollout })),
    ...codex.map((root) => ({ format: 'codex' as const, root: join(root, 'archived_sessions'), isWanted: isRollout })),
    ...qwen.map((root) => ({ format: 'qwen-chat' as const, root: join(root, 'projects'), isWanted: isChat })),
    ...qwen.map((root) => ({ format: 'qwen-usage' as const, root: join(root, 'usage'), isWanted: isUsage })),
  ];

  const chatRoots = qwen.map((root) => join(root, 'projects'));
  const found = new Map<string, Source>();
  for (const { format, root, isWanted } of places) {
    const real = await realpath(root).catch(() => null);
    if (real === null) continue;
    for await (const names of walk(real, [])) {
      const path = join(real, ...names);
      if (isWanted(names)) found.set(path, format === 'qwen-usage' ? { format, path, chatRoots } : { format, path });
      if (found.size === mostFiles) break;
    }
  }
  return oldestFirst([...found.values()]);
}

/** The regular files below a folder, as paths from it. What cannot be read is passed over. */
async function* walk(root: string, names: readonly string[]): AsyncGenerator<readonly string[]> {
  const folder = await opendir(join(root, ...names)).catch(() => null);
  if (!folder) return;
  for await (const entry of folder) {
    const path = [...names, entry.name];
    if (entry.isFile()) yield path;
    else if (entry.isDirectory() && path.length < mostDepth) yield* walk(root, path);
  }
}

async function oldestFirst(sources: readonly Source[]): Promise<Source[]> {
  const dated: { source: Source; born: number }[] = [];
  for (const source of sources) {
    const stats = await stat(source.path).catch(() => null);
    if (stats) dated.push({ source, born: stats.birthtimeMs || stats.mtimeMs });
  }
  return dated.sort((one, other) => one.born - other.born).map(({ source }) => source);
}
