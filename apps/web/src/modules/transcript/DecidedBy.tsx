import { useTranslation } from 'react-i18next';
import type { PermissionItem } from './items.ts';
import classes from './Transcript.module.css';

/** How a request was decided, and by whom; a rule of this session has no name. */
export function DecidedBy({ request: { decision, by } }: { request: PermissionItem }) {
  const { t } = useTranslation();
  if (decision === null) return null;
  const text = by === '' ? t(`transcript.decided.${decision}`) : t(`transcript.decidedBy.${decision}`, { name: by });
  return (
    <span className={classes.decidedBy} title={text}>
      {text}
    </span>
  );
}
