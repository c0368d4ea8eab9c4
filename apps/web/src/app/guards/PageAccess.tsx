import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { useMay } from '#modules/me/me.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { useCurrentPage } from '../current-page.ts';

/** Between a shell and its pages: a page one may not use says so, in the place of its content. */
export function PageAccess() {
  const may = useMay();
  const page = useCurrentPage();
  return may(page?.permission) ? <Outlet /> : <Forbidden />;
}

function Forbidden() {
  const { t } = useTranslation();
  const page = useCurrentPage();
  const title = page ? t(page.title) : t('error.forbidden');
  usePageTitle(title);
  return (
    <>
      <PageHeader title={title} purpose={t('error.forbidden')} />
      <EmptyPanel
        icon={IconLock}
        title={t('error.forbiddenTitle')}
        description={t('error.forbiddenAdvice', { permission: page?.permission ? t(`permission.${page.permission}`) : '' })}
        action={
          <Button component={Link} to="/" variant="default">
            {t('navigation.home')}
          </Button>
        }
      />
    </>
  );
}
