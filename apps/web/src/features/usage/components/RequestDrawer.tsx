import type { UsageEvent, UsageEventDetail } from '@open-ace/contracts/usage';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useOutletContext, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useUsageChanges } from '#modules/usage/live.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { RowDrawer } from '#ui/RowDrawer.tsx';
import { requestsPage } from '../pages.ts';
import { CallAttempts } from './CallAttempts.tsx';
import { CallBudget, CallCost, CallIds, CallPlace, CallState, CallTiming, CallTokens, CallWho } from './CallSections.tsx';
import { RequestStatus } from './RequestStatus.tsx';

/** What a row of the list tells, until the rest is there. */
const fromRow = (row: UsageEvent): UsageEventDetail => ({
  ...row,
  priceVersion: '',
  toolSessionId: '',
  errorMessage: '',
  matchId: null,
  matchWitness: null,
  attempts: [],
  details: {},
  reservedTokens: null,
});

/** A request of the list beside it, or any other that a link leads to; one that runs is followed to its end. */
export function RequestDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { eventId: usageEventId = '' } = useParams();
  const inList = useOutletContext<UsageEvent[] | undefined>()?.find(({ id }) => id === usageEventId);
  const query = useQuery(trpc.usage.event.queryOptions({ usageEventId }, { placeholderData: () => inList && fromRow(inList) }));
  const event = query.data;
  useUsageChanges(
    () => {
      if (event?.status === 'open') void queryClient.invalidateQueries(trpc.usage.event.queryFilter({ usageEventId }));
    },
    { withCalls: true },
  );
  const title = event?.model || t('usage.request');
  usePageTitle(title, t('usage.requests'));
  return (
    <RowDrawer
      title={title}
      status={event && <RequestStatus event={event} />}
      onClose={() => void navigate({ pathname: requestsPage.path, search }, { preventScrollReset: true })}
    >
      <DrawerBody query={query} errorTitle={t('usage.requestLoadFailed')}>
        {(data) => (
          <>
            <CallState event={data} />
            <CallWho event={data} />
            {data.status !== 'refused' && (
              <>
                <CallTokens event={data} />
                <CallCost event={data} />
                <CallBudget event={data} />
                <CallTiming event={data} />
              </>
            )}
            <CallAttempts event={data} />
            <CallPlace event={data} />
            <CallIds event={data} />
          </>
        )}
      </DrawerBody>
    </RowDrawer>
  );
}
