import { useTranslation } from 'react-i18next';
import type { ShownState } from '../standing.ts';
import classes from './QuotaState.module.css';

/** In a word, with the colour of the bar. */
export function QuotaState({ state }: { state: ShownState }) {
  const { t } = useTranslation();
  return (
    <span className={classes.state} data-state={state}>
      {t(`quota.state.${state}`)}
    </span>
  );
}
