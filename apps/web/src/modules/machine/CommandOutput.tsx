import { useLayoutEffect, useRef } from 'react';
import classes from './CommandOutput.module.css';

const nearEnd = 24;

/** What a command has said so far. It stays at the end, unless somebody scrolled up to read. */
export function CommandOutput({ label, text }: { label: string; text: string }) {
  const box = useRef<HTMLPreElement>(null);
  const followsEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that more was said
  useLayoutEffect(() => {
    if (box.current && followsEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);
  return (
    <pre
      ref={box}
      role="log"
      aria-live="off"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be scrollable by keys
      tabIndex={0}
      className={classes.output}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        followsEnd.current = scrollHeight - scrollTop - clientHeight < nearEnd;
      }}
    >
      {text}
    </pre>
  );
}
