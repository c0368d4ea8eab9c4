import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '#ui/PageHeader.tsx';
import { PageTabs } from '#ui/PageTabs.tsx';
import { modelsPage, providerKeysPage } from '../pages.ts';

const tabs = [{ path: providerKeysPage.path, title: 'providerKey.keys' }, modelsPage] as const;

/** What calls go out with, and what they may be for. */
export function KeyTabs({ purpose, actions }: { purpose: string; actions?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t(providerKeysPage.title)} purpose={purpose} actions={actions} />
      <PageTabs label={t(providerKeysPage.title)} tabs={tabs} />
    </>
  );
}
