import { Button } from '@mantine/core';
import { IconError404 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';

export function NotFound() {
  const { t } = useTranslation();
  usePageTitle(t('error.notFoundTitle'));
  return (
    <>
      <h1 className="visuallyHidden">{t('error.notFoundTitle')}</h1>
      <EmptyPanel
        icon={IconError404}
        title={t('error.notFoundTitle')}
        description={t('error.notFoundAdvice')}
        action={
          <Button component={Link} to="/" variant="default">
            {t('navigation.home')}
          </Button>
        }
      />
    </>
  );
}
