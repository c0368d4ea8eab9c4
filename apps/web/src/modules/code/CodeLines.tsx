import { CodeLine } from './CodeLine.tsx';
import classes from './CodeLines.module.css';
import type { CodeLanguage } from './languages.ts';
import { useHighlight } from './use-highlight.ts';

interface CodeLinesProps {
  /** Names it for who does not see it. */
  label: string;
  code: string;
  language: CodeLanguage | null;
  className?: string | undefined;
}

/** Code as it is written, in its language's colours. */
export function CodeLines({ label, code, language, className }: CodeLinesProps) {
  const lines = useHighlight(code, language);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide code scrolls, and keys must be able to scroll it
    <figure className={`${classes.scroll} ${className ?? ''}`} tabIndex={0} aria-label={label}>
      <pre className={classes.code}>
        <code>
          {lines.map((tokens, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
            <span key={index} className={classes.line}>
              <CodeLine tokens={tokens} />
              {'\n'}
            </span>
          ))}
        </code>
      </pre>
    </figure>
  );
}
