import { useTranslation } from 'react-i18next';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { useLineLimit } from './Folded.tsx';
import classes from './Transcript.module.css';

interface ToolOutputProps {
  foldKey: string;
  text: string;
  /** Names the region and what is copied. */
  label: string;
  limit?: number;
  /** Sentences rather than columns. */
  prose?: boolean;
}

export function ToolOutput({ foldKey, text, label, limit = 12, prose }: ToolOutputProps) {
  const { t } = useTranslation();
  const lines = text.split('\n');
  const { most, button } = useLineLimit(foldKey, lines.length, limit);
  return (
    <>
      <div className={classes.outputFrame}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide lines scroll, and keys must be able to scroll them */}
        <figure className={classes.output} data-prose={prose || undefined} tabIndex={0} aria-label={label}>
          <pre>{lines.slice(0, most).join('\n')}</pre>
        </figure>
        <CopyIcon value={text} label={t('transcript.copyNamed', { name: label })} className={classes.copy} />
      </div>
      {button}
    </>
  );
}
