import type { QuotaState as State } from '@open-ace/contracts/quota';
import { useTranslation } from 'react-i18next';
import classes from './QuotaState.module.css';

/** In a word, with the colour of the bar. */
export function QuotaState({ state }: { state: State }) {
  const { t } = useTranslation();
  return (
    <span className={classes.state} data-state={state}>
      {t(`quota.state.${state}`)}
    </span>
  );
}
