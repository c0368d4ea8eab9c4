import { useTranslation } from 'react-i18next';
import { CodeLine } from '#modules/code/CodeLine.tsx';
import type { CodeLanguage } from '#modules/code/languages.ts';
import { useHighlight } from '#modules/code/use-highlight.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import classes from './CodeBlock.module.css';

interface CodeBlockProps {
  code: string;
  language: CodeLanguage | null;
}

export function CodeBlock({ code, language }: CodeBlockProps) {
  const { t } = useTranslation();
  const lines = useHighlight(code, language);
  return (
    <div className={classes.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide code scrolls, and keys must be able to scroll it */}
      <figure className={classes.scroll} tabIndex={0} aria-label={t('transcript.code')}>
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
      <CopyIcon value={code} label={t('transcript.copyCode')} className={classes.copy} />
    </div>
  );
}
