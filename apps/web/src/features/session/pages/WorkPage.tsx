import { EmptyState } from '@mantine/core';
import { IconMessage2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#lib/page-title.ts';
import { DetailsPanel } from '#modules/work/DetailsPanel.tsx';
import { HelpPanel } from '../components/HelpPanel.tsx';
import classes from './WorkPage.module.css';

export function WorkPage() {
  const { t } = useTranslation();
  usePageTitle(t('work.title'));
  return (
    <>
      <main id="main" tabIndex={-1} className={classes.centre}>
        <h1 className="visuallyHidden">{t('work.title')}</h1>
        <EmptyState
          m="auto"
          px={16}
          size="sm"
          icon={<IconMessage2 size={30} stroke={1.5} />}
          title={t('work.empty')}
          description={t('work.emptyAdvice')}
        />
      </main>
      <DetailsPanel label={t('work.help')}>
        <HelpPanel />
      </DetailsPanel>
    </>
  );
}
