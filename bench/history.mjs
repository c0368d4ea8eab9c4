import { openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { load, median, root, row, temporaryFolder } from './lib.mjs';

const { readSource } = await load('packages/history', "export { readSource } from './read-source.ts';");
const folder = temporaryFolder();

/** A file of some 60 MB: one of the sample sessions again and again, every record with an id of its own. */
function longFile(sample) {
  const lines = readFileSync(join(root, 'packages/testkit/cli-samples', sample), 'utf8')
    .split('\n')
    .filter(Boolean);
  const path = join(folder, 'long.jsonl');
  const file = openSync(path, 'w');
  let size = 0;
  for (let round = 0; size < 60e6; round++) {
    const text = `${lines.join('\n').replace(/"(msg_|resp_|req_)/g, `"$1${round}_`)}\n`;
    size += Buffer.byteLength(text);
    writeSync(file, text);
  }
  return { path, megabytes: size / 1e6 };
}

const samples = [
  ['claude-code', 'claude/projects/-home-dev-proj/318a4f2e-db74-4c44-866d-d03b806f1abb.jsonl'],
  ['codex', 'codex/sessions/2026/11/22/rollout-2026-11-22T12-24-33-01a20337-1de0-7463-9cd8-6df221bb1c1b.jsonl'],
];
for (const [format, sample] of samples) {
  const { path, megabytes } = longFile(sample);
  const ours = await median(5, async () => {
    for await (const batch of readSource({ format, path }, null)) void batch;
  });
  const reference = await median(5, () => {
    for (const line of readFileSync(path, 'utf8').split('\n')) if (line) JSON.parse(line);
  });
  row(`history: reading ${megabytes.toFixed(0)} MB of ${format}`, ours, reference, 'ms', 'one JSON.parse pass over the same file');
}
