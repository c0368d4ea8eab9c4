import { Anchor, Stack, Text } from '@mantine/core';
import type { UsageEvent } from '@open-ace/contracts/usage';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate, useOutletContext, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { requestsPage } from '../pages.ts';
import { RequestStatus } from './RequestStatus.tsx';
import { costReason, tokensOf } from './request-columns.tsx';

/** A request of the list beside it, or any other that a link leads to. */
export function RequestDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { eventId = '' } = useParams();
  const listed = useOutletContext<UsageEvent[] | undefined>();
  const inList = listed?.find(({ id }) => id === eventId);
  const alone = useQuery(trpc.usage.event.queryOptions({ usageEventId: eventId }, { enabled: !inList }));
  const event = inList ?? alone.data;
  const title = event?.model || t('usage.request');
  usePageTitle(title, t('usage.requests'));
  return (
    <RowDrawer
      title={title}
      status={event && <RequestStatus status={event.status} />}
      onClose={() => void navigate({ pathname: requestsPage.path, search }, { preventScrollReset: true })}
    >
      <DrawerBody query={{ ...alone, data: event }} errorTitle={t('usage.requestLoadFailed')}>
        {(data) => <Request event={data} />}
      </DrawerBody>
    </RowDrawer>
  );
}

function Request({ event }: { event: UsageEvent }) {
  return (
    <Stack gap={0}>
      {(event.status === 'failed' || event.error !== '') && <Failure event={event} />}
      <Source event={event} />
      <Tokens event={event} />
      <Place event={event} />
    </Stack>
  );
}

function Failure({ event }: { event: UsageEvent }) {
  const { t } = useTranslation();
  return (
    <DrawerSection title={t('usage.error')}>
      <Text c="var(--ace-severity-critical-text)" style={{ overflowWrap: 'anywhere' }}>
        {event.error || t('usage.noErrorText')}
      </Text>
      {event.httpStatus !== null && (
        <Text size="xs" c="dimmed" mt={4}>
          {t('usage.httpStatus', { status: event.httpStatus })}
        </Text>
      )}
    </DrawerSection>
  );
}

function Source({ event }: { event: UsageEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const none = <Unknown reason={t('value.none')} />;
  const facts = [
    { name: t('usage.column.at'), value: <span className="tabular">{format.exactTime(event.at)}</span> },
    { name: t('usage.tool'), value: <ToolLabel tool={event.tool} /> },
    { name: t('usage.model'), value: event.model || none },
    { name: t('usage.provider'), value: event.provider || <Unknown /> },
    { name: t('usage.person'), value: event.user?.displayName ?? none },
    { name: t('usage.machine'), value: event.machine?.name ?? none },
    { name: t('usage.source'), value: t(`usage.source.${event.source}`) },
    ...(event.sessionId
      ? [
          {
            name: t('usage.session'),
            value: (
              <Anchor component={Link} to={`/work/sessions/${event.sessionId}`} inherit>
                {t('usage.openSession')}
              </Anchor>
            ),
          },
        ]
      : []),
  ];
  return (
    <DrawerSection title={t('usage.request')}>
      <Facts facts={facts} />
      <Text size="xs" c="dimmed" mt={8}>
        {format.sentences([t(`usage.source.help.${event.source}`), event.status === 'estimated' && t('usage.estimatedHelp')])}
      </Text>
    </DrawerSection>
  );
}

function Tokens({ event }: { event: UsageEvent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (value: number) => <span className="tabular">{format.exact(value)}</span>;
  const facts = [
    { name: t('usage.kind.input'), value: figure(event.inputTokens) },
    {
      name: t('usage.kind.output'),
      value: (
        <>
          {figure(event.outputTokens)}
          {event.reasoningTokens > 0 && (
            <Text span inherit c="dimmed">
              {' '}
              {t('usage.ofWhichReasoning', { count: event.reasoningTokens })}
            </Text>
          )}
        </>
      ),
    },
    { name: t('usage.kind.cacheRead'), value: figure(event.cacheReadTokens) },
    { name: t('usage.kind.cacheWrite'), value: figure(event.cacheWriteTokens) },
    {
      name: t('usage.total'),
      value: (
        <Text span inherit fw={600} className="tabular">
          {format.exact(tokensOf(event))}
        </Text>
      ),
    },
    {
      name: t('usage.cost'),
      value: (
        <>
          <span className="tabular">{event.costUsd === null ? <Unknown /> : format.exactNanoUsd(Math.round(event.costUsd * 1e9))}</span>
          <Text size="xs" c="dimmed">
            {costReason(event, t)}
          </Text>
        </>
      ),
    },
  ];
  return (
    <DrawerSection title={t('usage.tokensAndCost')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

function Place({ event }: { event: UsageEvent }) {
  const { t } = useTranslation();
  const facts = [
    { name: t('usage.folder'), value: event.cwd ? <Mono>{event.cwd}</Mono> : <Unknown /> },
    { name: t('usage.repository'), value: event.gitRemote ? <Mono>{event.gitRemote}</Mono> : <Unknown /> },
    { name: t('usage.branch'), value: event.gitBranch ? <Mono>{event.gitBranch}</Mono> : <Unknown /> },
  ];
  return (
    <DrawerSection title={t('usage.place')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

function Mono({ children }: { children: string }) {
  return (
    <Text span ff="monospace" size="xs">
      {children}
    </Text>
  );
}
