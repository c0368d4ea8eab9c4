export interface DiffLine {
  kind: 'context' | 'add' | 'remove';
  /** Line numbers on either side, from one; null on the side where it is not. */
  before: number | null;
  after: number | null;
  text: string;
}

export interface Hunk {
  /** What follows the numbers in its head: the function it lies in, as far as git knows. */
  section: string;
  lines: DiffLine[];
}

export interface FileDiff {
  path: string;
  hunks: Hunk[];
  added: number;
  removed: number;
}

const hunkHead = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;
const noFile = '/dev/null';

/** `a/src/x.ts` and `"b/src/x.ts"` with a time behind a tab are `src/x.ts`. */
function pathIn(head: string): string {
  const name = (head.slice(4).split('\t')[0] ?? '').trim().replace(/^"(.*)"$/, '$1');
  return name === noFile ? noFile : name.replace(/^[ab]\//, '');
}

/** Reads the output of `diff -u` and `git diff`. A tail that was cut off is read as far as it goes. */
export function parseDiff(diff: string): FileDiff[] {
  const reader = new DiffReader();
  for (const line of diff.replace(/\r?\n$/, '').split('\n')) reader.read(line);
  return reader.files;
}

class DiffReader {
  readonly files: FileDiff[] = [];
  private oldPath = '';
  private hunk: Hunk | undefined;
  private before = 0;
  private after = 0;
  /** Lines that the hunk still has to come by its head; those tell a removed `-- x` from the head of a file. */
  private beforeLeft = 0;
  private afterLeft = 0;

  read(line: string): void {
    if (this.beforeLeft > 0 || this.afterLeft > 0) this.readLine(line);
    else if (line.startsWith('--- ')) this.oldPath = pathIn(line);
    else if (line.startsWith('+++ ')) this.open(pathIn(line));
    else this.readHead(line);
  }

  private open(newPath: string): void {
    this.files.push({ path: newPath === noFile ? this.oldPath : newPath, hunks: [], added: 0, removed: 0 });
  }

  private readHead(line: string): void {
    const [, before, beforeCount = '1', after, afterCount = '1', section = ''] = hunkHead.exec(line) ?? [];
    if (before === undefined) return;
    if (this.files.length === 0) this.open('');
    this.hunk = { section: section.trim(), lines: [] };
    this.files.at(-1)?.hunks.push(this.hunk);
    this.before = Number(before);
    this.after = Number(after);
    this.beforeLeft = Number(beforeCount);
    this.afterLeft = Number(afterCount);
  }

  private readLine(line: string): void {
    const text = line.slice(1).replace(/\r$/, '');
    const file = this.files.at(-1);
    if (!file || !this.hunk || line.startsWith('\\')) return;
    if (line.startsWith('+')) {
      file.added += 1;
      this.afterLeft -= 1;
      this.hunk.lines.push({ kind: 'add', before: null, after: this.after++, text });
    } else if (line.startsWith('-')) {
      file.removed += 1;
      this.beforeLeft -= 1;
      this.hunk.lines.push({ kind: 'remove', before: this.before++, after: null, text });
    } else {
      this.beforeLeft -= 1;
      this.afterLeft -= 1;
      this.hunk.lines.push({ kind: 'context', before: this.before++, after: this.after++, text });
    }
  }
}

export interface SidePair {
  left: DiffLine | null;
  right: DiffLine | null;
}

/** What was removed beside what came in its place. */
export function sideBySide(lines: readonly DiffLine[]): SidePair[] {
  const pairs: SidePair[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    for (let row = 0; row < Math.max(removed.length, added.length); row++) {
      pairs.push({ left: removed[row] ?? null, right: added[row] ?? null });
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'add') added.push(line);
    else {
      if (added.length > 0 || line.kind === 'context') flush();
      if (line.kind === 'remove') removed.push(line);
      else pairs.push({ left: line, right: line });
    }
  }
  flush();
  return pairs;
}

const around = 3;

const linesOf = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** The change from one text to another as one hunk, without line numbers of the file: for an edit that has not been made. */
export function diffOf(path: string, before: string, after: string): FileDiff {
  const old = linesOf(before);
  const now = linesOf(after);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  const same = (text: string): DiffLine => ({ kind: 'context', before: null, after: null, text });
  const removed = old.slice(head, old.length - tail).map((text): DiffLine => ({ kind: 'remove', before: null, after: null, text }));
  const added = now.slice(head, now.length - tail).map((text): DiffLine => ({ kind: 'add', before: null, after: null, text }));
  const lines = [
    ...now.slice(Math.max(0, head - around), head).map(same),
    ...removed,
    ...added,
    ...now.slice(now.length - tail, now.length - tail + around).map(same),
  ];
  return { path, hunks: [{ section: '', lines }], added: added.length, removed: removed.length };
}
