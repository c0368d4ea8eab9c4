import { useLayoutEffect, useMemo, useRef } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { isEcho, type LogLine, readLogLine } from '../log-lines.ts';
import classes from './MachineLog.module.css';

const nearEnd = 32;

/** Lines of a log, the newest last. It stays at the end, unless somebody scrolled up to read. */
export function LogLines({ lines, label }: { lines: readonly string[]; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const followsEnd = useRef(true);
  const read = useMemo(() => numbered(lines), [lines]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that there are other lines
  useLayoutEffect(() => {
    if (box.current && followsEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [read]);
  return (
    <div
      ref={box}
      role="log"
      aria-live="off"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keys
      tabIndex={0}
      className={classes.lines}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        followsEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
      }}
    >
      {read.map(({ key, line }) => (
        <Line key={key} line={line} />
      ))}
    </div>
  );
}

/** Each with a key that it keeps while lines before it go: the same words may come again. */
function numbered(lines: readonly string[]): { key: string; line: LogLine }[] {
  const seen = new Map<string, number>();
  return lines
    .map((text) => {
      const times = (seen.get(text) ?? 0) + 1;
      seen.set(text, times);
      return { key: `${times} ${text}`, line: readLogLine(text) };
    })
    .filter(({ line }) => !isEcho(line));
}

/** To the second and of one width in every language; day and zone are on hover. */
const clock = (time: string) => new Date(time).toTimeString().slice(0, 8);

function Line({ line: { level, time, message, details } }: { line: LogLine }) {
  const format = useFormat();
  return (
    <div className={classes.line} data-level={level ?? undefined}>
      {time !== null && (
        <time dateTime={time} title={format.exactTime(time)} className={classes.time}>
          {clock(time)}
        </time>
      )}
      {level !== null && <span className={classes.level}>{level}</span>}
      <span>{message}</span>
      {details !== '' && <span className={classes.details}>{details}</span>}
    </div>
  );
}
