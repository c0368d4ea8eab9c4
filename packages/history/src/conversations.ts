import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Conversation } from '@open-ace/contracts/session';
import type { Format } from './format.ts';
import { openForReading } from './open-for-reading.ts';
import { type HomeOptions, listSources } from './sources.ts';
import { type JsonObject, object, text } from './untrusted.ts';

/** The tools whose conversations are found, by the format of their files. */
const formats: Readonly<Record<string, Format>> = { 'claude-code': 'claude-code', 'qwen-code': 'qwen-chat', codex: 'codex' };

const most = 30;
const mostMs = 3000;
/** Codex begins with all its instructions. */
const headBytes = 128 << 10;
const mostWords = 200;

interface Wanted extends HomeOptions {
  readonly tool: string;
  /** Names of one folder, with links resolved and without: records have either. */
  readonly folders: readonly string[];
  /** Whether the first words of the person go along. */
  readonly withWords: boolean;
}

/** The conversations that a CLI keeps of a folder, newest first; those of subagents are parts of others. */
export async function listConversations({ tool, folders, withWords, ...home }: Wanted): Promise<Conversation[]> {
  const sources = (await listSources(home)).filter(({ format, path }) => format === formats[tool] && !isSubagent(path));
  const files = await Promise.all(sources.map(async ({ path }) => ({ path, stats: await stat(path).catch(() => null) })));
  const newest = files
    .flatMap(({ path, stats }) => (stats ? [{ path, at: stats.mtimeMs, bytes: stats.size }] : []))
    .sort((a, b) => b.at - a.at);
  const found: Conversation[] = [];
  const until = Date.now() + mostMs;
  for (const { path, at, bytes } of newest) {
    if (found.length === most || Date.now() > until) break;
    const records = await recordsOf(path);
    if (!records.some((record) => folders.includes(cwdOf(record)))) continue;
    const id = tool === 'codex' ? codexId(records) : basename(path, '.jsonl');
    if (id === '') continue;
    const words = withWords ? (records.map(wordsOf).find((said) => said !== '') ?? '') : '';
    found.push({ toolSessionId: id, at: new Date(at).toISOString(), bytes, words: text(words.trim(), mostWords) });
  }
  return found;
}

const isSubagent = (path: string): boolean => basename(path).startsWith('agent-') || basename(dirname(path)) === 'subagents';

/** Those that a file begins with. */
async function recordsOf(path: string): Promise<JsonObject[]> {
  const file = await openForReading(path).catch(() => null);
  if (!file) return [];
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer
      .toString('utf8', 0, bytesRead)
      .split('\n')
      .map(parsed)
      .filter((record) => record !== null);
  } finally {
    await file.close();
  }
}

function parsed(line: string): JsonObject | null {
  try {
    return object(JSON.parse(line));
  } catch {
    // Cut in its middle, or none of the CLI's.
    return null;
  }
}

const cwdOf = (record: JsonObject): string => text(record.cwd, 4096) || text(object(record.payload)?.cwd, 4096);

function codexId(records: readonly JsonObject[]): string {
  const meta = records.find(({ type }) => type === 'session_meta');
  return text(object(meta?.payload)?.id, 200);
}

/** What a person said; '' for what the CLI put in by itself. */
function wordsOf(record: JsonObject): string {
  const message = object(record.message) ?? object(record.payload);
  if (message?.role !== 'user' || record.isMeta === true || record.isSidechain === true) return '';
  const { content, parts } = message;
  const pieces = typeof content === 'string' ? [content] : [content, parts].flat().map((piece) => text(object(piece)?.text, 10_000));
  const said = pieces.find((piece) => piece.trim() !== '') ?? '';
  return said.trimStart().startsWith('<') ? '' : said;
}
