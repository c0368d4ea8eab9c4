import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ShortcutTable } from '#modules/shortcuts/ShortcutTable.tsx';
import classes from './HelpPanel.module.css';

export function HelpPanel() {
  const { t } = useTranslation();
  return (
    <section className={classes.section}>
      <Title order={2} size="h3" mb={8}>
        {t('shortcuts.title')}
      </Title>
      <ShortcutTable />
    </section>
  );
}
