import { Anchor, Skeleton, Text } from '@mantine/core';
import type { UsageSummary } from '@open-ace/contracts/usage';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { addDays, dayOf } from '#lib/calendar.ts';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { useMe } from '#modules/me/me.ts';
import { costOf, hasUse, totalTokens } from '#modules/usage/figures.ts';
import { requestsPath } from '#modules/usage/paths.ts';
import { Facts } from '#ui/Facts.tsx';
import { Figure } from '#ui/Figure.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';

const days = 7;

/** What went out with a key of late, and the way to the requests themselves. */
export function KeyUsage({ providerKeyId }: { providerKeyId: string }) {
  const { t } = useTranslation();
  const { timeZone } = useMe();
  const from = addDays(dayOf(useNow(), timeZone), 1 - days);
  const summary = useQuery(trpc.usage.summary.queryOptions({ providerKeyId, from }));
  return (
    <DrawerSection
      title={t('period.7d')}
      aside={
        <Anchor component={Link} to={{ pathname: requestsPath, search: `?period=7d&providerKeyId=${providerKeyId}` }} size="xs">
          {t('providerKey.showRequests')}
        </Anchor>
      }
    >
      {summary.data && <Figures summary={summary.data} />}
      {!summary.data && summary.error && <Text c="dimmed">{failureText(summary.error, t)}</Text>}
      {summary.isPending && <FiguresSkeleton />}
    </DrawerSection>
  );
}

function Figures({ summary }: { summary: UsageSummary }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!hasUse(summary)) return <Text c="dimmed">{t('providerKey.noCalls')}</Text>;
  const cost = costOf(summary);
  const tokens = totalTokens(summary);
  const facts = [
    { name: t('providerKey.requests'), value: <span className="tabular">{format.exact(summary.requests)}</span> },
    { name: t('providerKey.failed'), value: <span className="tabular">{format.exact(summary.failedRequests)}</span> },
    { name: t('providerKey.tokens'), value: <Figure value={tokens} unit={t('providerKey.tokenUnit', { count: tokens })} /> },
    {
      name: t('providerKey.cost'),
      value: cost === null ? <Unknown reason={t('providerKey.noPrice')} /> : <span className="tabular">{format.usd(cost)}</span>,
    },
  ];
  return <Facts facts={facts} />;
}

/** As many lines as there will be figures. */
function FiguresSkeleton() {
  return [0, 1, 2, 3].map((line) => <Skeleton key={line} h={10} my={7} w={180} />);
}
