import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffOf, parseDiff, sideBySide } from './unified-diff.ts';

const edit = `diff --git a/src/login.test.ts b/src/login.test.ts
index 1..2 100644
--- a/src/login.test.ts
+++ b/src/login.test.ts
@@ -42,4 +42,3 @@ test('login', async () => {
   const user = await signIn('dev-01');
-  await sleep(500);
-  expect(readCookie()).toBeDefined();
+  await waitFor(() => readCookie(user.id), 2000);
 });
@@ -60 +59 @@
--- a comment of SQL
+++ x
\\ No newline at end of file
`;

describe('a unified diff', () => {
  test('is read with paths, sums and line numbers on both sides', () => {
    const [file] = parseDiff(edit);
    expect(file).toMatchObject({ path: 'src/login.test.ts', added: 2, removed: 3 });
    expect(file?.hunks[0]?.section).toBe("test('login', async () => {");
    expect(file?.hunks[0]?.lines).toMatchObject([
      { kind: 'context', before: 42, after: 42 },
      { kind: 'remove', before: 43, after: null },
      { kind: 'remove', before: 44, after: null },
      { kind: 'add', before: null, after: 43 },
      { kind: 'context', before: 45, after: 44 },
    ]);
  });

  test('tells a removed line from the head of a file', () => {
    expect(parseDiff(edit)[0]?.hunks[1]?.lines).toEqual([
      { kind: 'remove', before: 60, after: null, text: '-- a comment of SQL' },
      { kind: 'add', before: null, after: 59, text: '++ x' },
    ]);
  });

  test('of a new and of a deleted file goes by the name that is a file', () => {
    expect(parseDiff('--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1 @@\n+x\n')[0]).toMatchObject({ path: 'new.ts', added: 1 });
    expect(parseDiff('--- a/old.ts\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n')[0]).toMatchObject({ path: 'old.ts', removed: 1 });
  });

  test('that is cut off is read as far as it goes, and no text is one that fails', () => {
    expect(parseDiff('--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n+b')[0]).toMatchObject({ added: 1, removed: 0 });
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('-', '+', ' ', '@', '\n', '1', ',', 'a') }), (text) => void parseDiff(text)));
  });
});

test('side by side, each line stands once on its side and in order', () => {
  const line = fc.record({
    kind: fc.constantFrom('context' as const, 'add' as const, 'remove' as const),
    before: fc.constant(null),
    after: fc.constant(null),
    text: fc.string(),
  });
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const pairs = sideBySide(lines);
      expect(pairs.flatMap(({ left }) => left ?? [])).toEqual(lines.filter(({ kind }) => kind !== 'add'));
      expect(pairs.flatMap(({ right }) => right ?? [])).toEqual(lines.filter(({ kind }) => kind !== 'remove'));
    }),
  );
});

test('the difference of two texts names what goes and what comes, with a little around it', () => {
  const { hunks, added, removed } = diffOf('x.ts', 'a\nb\nc\nd\ne\nold\nf', 'a\nb\nc\nd\ne\nnew\nnewer\nf');
  expect({ added, removed }).toEqual({ added: 2, removed: 1 });
  expect(hunks[0]?.lines.map(({ kind, text }) => `${kind[0]} ${text}`)).toEqual(['c c', 'c d', 'c e', 'r old', 'a new', 'a newer', 'c f']);
});
