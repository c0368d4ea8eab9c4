import { useTranslation } from 'react-i18next';
import { PageHeader } from '#ui/PageHeader.tsx';
import { PageTabs } from '#ui/PageTabs.tsx';
import { inboxPage, rulesPage } from '../pages.ts';

const tabs = [{ path: inboxPage.path, title: 'inbox.waiting' }, rulesPage] as const;

/** What agents ask for, in two parts: what waits, and what need not be asked any more. */
export function InboxTabs({ purpose }: { purpose: string }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t(inboxPage.title)} purpose={purpose} />
      <PageTabs label={t(inboxPage.title)} tabs={tabs} />
    </>
  );
}
