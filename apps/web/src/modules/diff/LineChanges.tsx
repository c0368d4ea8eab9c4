import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import classes from './LineChanges.module.css';

interface LineChangesProps {
  added: number;
  removed: number;
}

export function LineChanges({ added, removed }: LineChangesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <span className={classes.lines} role="img" aria-label={t('transcript.lineChanges', { added, removed })}>
      <span className={classes.added}>+{format.exact(added)}</span>
      <span className={classes.removed}>−{format.exact(removed)}</span>
    </span>
  );
}
