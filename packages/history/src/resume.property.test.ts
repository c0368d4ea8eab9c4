import { appendFile, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { type Cursor, parseCursor } from './cursor.ts';
import type { Format } from './format.ts';
import { readSource } from './read-source.ts';
import { listSources } from './sources.ts';
import { counted, later, readAll, temporaryHome } from './testing.ts';

/** The samples, one content for each file. */
const files: { format: Format; content: Buffer }[] = [];

beforeAll(async () => {
  await using home = await temporaryHome();
  for (const tool of ['claude', 'codex', 'qwen'] as const) await home.addSamples(tool);
  for (const { format, path } of await listSources({ home: home.path })) files.push({ format, content: await readFile(path) });
});

/** How a file grows, and after which batch a reading of it breaks off without its cursor being kept. */
const history = fc.record({
  file: fc.nat(),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 }),
  chunkBytes: fc.integer({ min: 1, max: 5000 }),
  maxRows: fc.integer({ min: 1, max: 4 }),
  lost: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});

test('however a file grows, is cut into chunks and batches, and whichever cursors are lost, the reports are those of one pass', async () => {
  await fc.assert(
    fc.asyncProperty(history, async ({ file, cuts, chunkBytes, maxRows, lost }) => {
      const { format, content } = files[file % files.length] ?? { format: 'codex', content: Buffer.alloc(0) };
      await using home = await temporaryHome();
      const whole = { format, path: await home.write('whole.jsonl', content) };
      const growing = { format, path: await home.write('growing.jsonl', '') };

      const reports = [];
      let cursor: Cursor | null = null;
      let written = 0;
      let step = 0;
      for (const cut of [...cuts.sort((one, other) => one - other), 1]) {
        const end = Math.round(cut * content.length);
        await appendFile(growing.path, content.subarray(written, end));
        written = end;
        for await (const batch of readSource(growing, cursor, { now: later, chunkBytes, maxRows })) {
          reports.push(...batch.reports);
          if (lost[step++ % lost.length]) break;
          cursor = parseCursor(JSON.parse(JSON.stringify(batch.cursor)));
        }
      }
      reports.push(...(await readAll(growing, cursor)).reports);
      expect(counted(reports)).toEqual((await readAll(whole)).reports);
    }),
    { numRuns: 80 },
  );
});
