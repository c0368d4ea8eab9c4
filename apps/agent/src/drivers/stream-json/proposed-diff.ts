import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { structuredPatch } from 'diff';
import { type Fields, text } from './fields.ts';
import { diffOf } from './unified-diff.ts';

const mostBytes = 512 * 1024;
const patienceMs = 300;

/**
 * What a request to write a whole file would change, while it can still be refused; '' for a file that is not there, and for every other
 * tool, whose input says it already. `tool` is Claude Code's name of it.
 */
export async function proposedDiff(tool: string, input: Fields, cwd: string): Promise<string> {
  const path = text(input.file_path);
  if (tool !== 'Write' || path === '') return '';
  const before = await contentOf(resolve(cwd, path));
  if (before === null) return '';
  const patch = structuredPatch('', '', before, text(input.content), '', '', { timeout: patienceMs });
  return patch ? diffOf(tool, input, { filePath: path, structuredPatch: patch.hunks }, cwd) : '';
}

async function contentOf(path: string): Promise<string | null> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > mostBytes) return null;
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
