import { IconShieldCheck } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { EmptyPanel } from '#ui/EmptyPanel.tsx';
import { PagedTable } from '#ui/PagedTable.tsx';
import { InboxTabs } from '../components/InboxTabs.tsx';
import { ruleColumns } from '../components/rule-columns.tsx';
import { inboxPage, rulesPage } from '../pages.ts';

/** What the viewer said "Always" to. */
export function RulesPage() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(
    trpc.session.rules.infiniteQueryOptions({}, { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData }),
  );
  usePageTitle(t(rulesPage.title), t(inboxPage.title));
  return (
    <>
      <InboxTabs purpose={t('rule.purpose')} />
      <PagedTable
        label={t(rulesPage.title)}
        columns={ruleColumns(t)}
        query={list}
        rowKey={(rule) => rule.id}
        rowLabel={(rule) => rule.rule}
        errorTitle={t('rule.loadFailed')}
        summary={(count, complete) => t(complete ? 'rule.count' : 'rule.countShown', { count })}
        filters={null}
        filtered={false}
        onClearFilters={() => {}}
        empty={<EmptyPanel icon={IconShieldCheck} title={t('rule.none')} description={t('rule.noneAdvice')} />}
      />
    </>
  );
}
