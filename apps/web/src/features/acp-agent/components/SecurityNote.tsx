import { Text } from '@mantine/core';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './SecurityNote.module.css';

/** What it means to set something here, before it is set. */
export function SecurityNote() {
  const { t } = useTranslation();
  return (
    <aside className={classes.note} aria-label={t('acpAgent.security')}>
      <IconShieldExclamation size={18} className={classes.icon} aria-hidden />
      <div>
        <Text>{t('acpAgent.securityRuns')}</Text>
        <Text>{t('acpAgent.securitySecrets')}</Text>
      </div>
    </aside>
  );
}
