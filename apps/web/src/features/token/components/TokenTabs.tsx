import { useTranslation } from 'react-i18next';
import { PageHeader } from '#ui/PageHeader.tsx';
import { PageTabs } from '#ui/PageTabs.tsx';
import { everyApiTokenPage, proxyTokensPage } from '../pages.ts';

const tabs = [{ path: proxyTokensPage.path, title: 'proxyToken.ofSessions' }, everyApiTokenPage] as const;

/** What the LLM doors let in, in two parts: what sessions hold and what people hold. */
export function TokenTabs({ purpose }: { purpose: string }) {
  const { t } = useTranslation();
  return (
    <>
      <PageHeader title={t(proxyTokensPage.title)} purpose={purpose} />
      <PageTabs label={t(proxyTokensPage.title)} tabs={tabs} />
    </>
  );
}
