import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeLine } from '#modules/code/CodeLine.tsx';
import { languageOfPath } from '#modules/code/languages.ts';
import type { Token } from '#modules/code/tokens.ts';
import { useHighlight } from '#modules/code/use-highlight.ts';
import classes from './DiffView.module.css';
import { type DiffLine, type FileDiff, type Hunk, sideBySide } from './unified-diff.ts';

interface DiffViewProps {
  files: readonly FileDiff[];
  /** In two columns, where the frame is wide enough for them. */
  columns: boolean;
  /** No more than so many lines. */
  most: number;
}

/** At most `most` lines over all hunks. */
function cut(files: readonly FileDiff[], most: number): FileDiff[] {
  let left = most;
  return files.map((file) => ({
    ...file,
    hunks: file.hunks.flatMap((hunk) => {
      const lines = hunk.lines.slice(0, Math.max(0, left));
      left -= hunk.lines.length;
      return lines.length > 0 ? [{ ...hunk, lines }] : [];
    }),
  }));
}

export function DiffView({ files, columns, most }: DiffViewProps) {
  const shown = useMemo(() => cut(files, most).filter((file) => file.hunks.length > 0), [files, most]);
  return shown.map((file, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the same file may come twice in a diff
    <div key={place}>
      {files.length > 1 && <div className={classes.path}>{file.path}</div>}
      <FileHunks file={file} columns={columns} />
    </div>
  ));
}

function FileHunks({ file, columns }: { file: FileDiff; columns: boolean }) {
  const { t } = useTranslation();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide lines scroll, and keys must be able to scroll them
    <figure className={classes.diff} tabIndex={0} aria-label={t('transcript.changesIn', { path: file.path })}>
      {file.hunks.map((hunk, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hunks have no identity
        <div key={place} className={classes.hunk}>
          {(place > 0 || hunk.section) && <div className={classes.section}>⋯ {hunk.section}</div>}
          <HunkLines hunk={hunk} path={file.path} columns={columns} />
        </div>
      ))}
    </figure>
  );
}

const textOf = (lines: readonly DiffLine[]) => lines.map(({ text }) => text).join('\n');

/** Each side is highlighted as the text it is, so that what spans lines has its colour. */
function useLineTokens(hunk: Hunk, path: string): Map<DiffLine, Token[]> {
  const language = languageOfPath(path);
  const sides = useMemo(() => {
    const before = hunk.lines.filter(({ kind }) => kind !== 'add');
    const after = hunk.lines.filter(({ kind }) => kind !== 'remove');
    return { before, after, beforeText: textOf(before), afterText: textOf(after) };
  }, [hunk]);
  const beforeTokens = useHighlight(sides.beforeText, language);
  const afterTokens = useHighlight(sides.afterText, language);
  return useMemo(() => {
    const tokens = new Map<DiffLine, Token[]>();
    for (const [index, line] of sides.before.entries()) tokens.set(line, beforeTokens[index] ?? []);
    for (const [index, line] of sides.after.entries()) tokens.set(line, afterTokens[index] ?? []);
    return tokens;
  }, [sides, beforeTokens, afterTokens]);
}

const signs: Record<DiffLine['kind'], string> = { add: '+', remove: '−', context: ' ' };

function HunkLines({ hunk, path, columns }: { hunk: Hunk; path: string; columns: boolean }) {
  const tokens = useLineTokens(hunk, path);
  const numbered = hunk.lines.some(({ before, after }) => before !== null || after !== null);
  const code = (line: DiffLine) => <CodeLine tokens={tokens.get(line) ?? []} />;
  if (columns) {
    return sideBySide(hunk.lines).map(({ left, right }, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
      <div key={row} className={classes.pair}>
        <Side line={left} number={left?.before ?? null} code={left && code(left)} />
        <Side line={right} number={right?.after ?? null} code={right && code(right)} />
      </div>
    ));
  }
  return hunk.lines.map((line, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
    <div key={row} className={classes.line} data-kind={line.kind} data-plain={!numbered || undefined}>
      {numbered && <span className={classes.number}>{line.before}</span>}
      {numbered && <span className={classes.number}>{line.after}</span>}
      <span className={classes.sign}>{signs[line.kind]}</span>
      <code>{code(line)}</code>
    </div>
  ));
}

function Side({ line, number, code }: { line: DiffLine | null; number: number | null; code: ReactNode }) {
  return (
    <div className={classes.side} data-kind={line?.kind ?? 'none'}>
      <span className={classes.number}>{number}</span>
      <code>{code}</code>
    </div>
  );
}
