import { open } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Line, type TailOptions, tailLines } from './tail-lines.ts';
import { temporaryHome } from './testing.ts';

async function linesOf(content: string | Buffer, options: Partial<TailOptions> = {}): Promise<Line[]> {
  await using home = await temporaryHome();
  await using file = await open(await home.write('a.jsonl', content));
  const to = (await file.stat()).size;
  const groups: Line[][] = [];
  for await (const group of tailLines(file, { from: 0, to, ...options })) groups.push(group);
  return groups.flat();
}

const texts = (lines: readonly Line[]) => lines.map((line) => line.bytes?.toString() ?? null);
const ends = (lines: readonly Line[]) => lines.map((line) => line.end);

test('only lines that end in a newline come, each with the offset behind it', async () => {
  const lines = await linesOf('one\n\nthree\nhalf');
  expect(texts(lines)).toEqual(['one', '', 'three']);
  expect(ends(lines)).toEqual([4, 5, 11]);
  expect(texts(await linesOf('one\n\nthree\nhalf', { from: 5 }))).toEqual(['three']);
});

test('nothing beyond the size that the caller saw is read', async () => {
  expect(texts(await linesOf('one\ntwo\n', { to: 6 }))).toEqual(['one']);
});

test('carriage returns and a byte order mark are no part of a line, but of the offsets', async () => {
  const lines = await linesOf('\ufeffone\r\ntwo\r\n\ufeff\r\n');
  expect(texts(lines)).toEqual(['one', 'two', '\ufeff']);
  expect(ends(lines)).toEqual([8, 13, 18]);
  expect(texts(await linesOf('\ufeff\n'))).toEqual(['']);
});

test('a line that is too long is passed over piece by piece, and the next one is whole', async () => {
  const content = `${'x'.repeat(50)}\nnext\n`;
  const lines = await linesOf(content, { maxLineBytes: 20, chunkBytes: 16 });
  expect(texts(lines).filter((text) => text !== null)).toEqual(['next']);
  expect(lines.filter((line) => line.bytes === null && line.ended)).toHaveLength(1);

  const [, piece] = lines;
  expect(piece).toMatchObject({ bytes: null, ended: false });
  const rest = await linesOf(content, { from: piece?.end ?? 0, insideOverlong: true, maxLineBytes: 20 });
  expect(texts(rest)).toEqual([null, 'next']);
});

test('the size of the chunks changes nothing, not even where a border cuts a character', async () => {
  const line = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('漢字 und Größe 👩🏽‍🚀'), fc.constant('\r'));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), async (parts, chunkBytes) => {
      const content = Buffer.from(parts.join('\n'));
      expect(await linesOf(content, { chunkBytes })).toEqual(await linesOf(content));
    }),
    { numRuns: 40 },
  );
});
