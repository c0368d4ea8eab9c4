import { Anchor, Group, Text } from '@mantine/core';
import type { UsageEventDetail } from '@open-ace/contracts/usage';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '#lib/use-format.ts';
import { sessionPath } from '#modules/session/paths.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { Definition } from '#ui/Definition.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { reasonWords } from '../call-reasons.ts';
import { phaseOf, tokensPerSecond } from '../call-timing.ts';
import classes from './CallSections.module.css';
import { Duration } from './Duration.tsx';
import { costReason, tokensOf } from './request-columns.tsx';

interface CallProps {
  event: UsageEventDetail;
}

/** How it stands, in words: what runs, what its figures are worth, and why it did not end as it should. */
export function CallState({ event }: CallProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { status } = event;
  const phase = phaseOf(event);
  return (
    <DrawerSection title={t('usage.status')} aside={status === 'open' && <Duration event={event} />}>
      {phase !== 'over' && <Text>{t(`usage.phase.help.${phase}`)}</Text>}
      {(status === 'estimated' || status === 'failed' || status === 'refused') && <Why event={event} />}
      {status !== 'open' && (
        <Text {...(status !== 'settled' && { size: 'xs', c: 'dimmed', mt: 6 })}>{t(`usage.status.help.${status}`)}</Text>
      )}
      {status === 'refused' && event.endedAt && (
        <Text size="xs" c="dimmed">
          {t('usage.refusedUntil', { count: event.times, time: format.exactTime(event.endedAt) })}
        </Text>
      )}
    </DrawerSection>
  );
}

function Why({ event: { status, error, errorMessage, httpStatus } }: CallProps) {
  const { t } = useTranslation();
  const isOurs = status === 'refused';
  const words = error && !isOurs ? reasonWords(error, t) : status === 'failed' ? t('usage.noErrorText') : t('usage.estimatedHelp');
  const codes = [error !== words && error, httpStatus !== null && t('usage.httpStatus', { status: httpStatus })].filter(Boolean);
  return (
    <div className={classes.why} data-status={status}>
      <Text inherit>{isOurs ? errorMessage : words}</Text>
      {!isOurs && errorMessage && (
        <Text inherit className={classes.quoted}>
          {t('usage.providerSaid', { words: errorMessage })}
        </Text>
      )}
      {codes.length > 0 && (
        <Text size="xs" c="dimmed" className={classes.codes}>
          {codes.join(' · ')}
        </Text>
      )}
    </div>
  );
}

export function CallWho({ event }: CallProps) {
  const { t } = useTranslation();
  const none = <Unknown reason={t('value.none')} />;
  const facts = [
    { name: t('usage.person'), value: event.user?.displayName ?? none },
    { name: t('usage.machine'), value: event.machine?.name ?? none },
    { name: t('usage.tool'), value: <ToolLabel tool={event.tool} /> },
    { name: t('usage.model'), value: event.model || none },
    { name: t('usage.provider'), value: event.provider || <Unknown /> },
    {
      name: t('usage.way'),
      value: event.source === 'gateway' ? t(event.streamed ? 'usage.way.streamed' : 'usage.way.whole') : <Unknown />,
    },
    ...(event.sessionId
      ? [
          {
            name: t('usage.session'),
            value: (
              <Anchor component={Link} to={sessionPath(event.sessionId)} inherit>
                {t('usage.openSession')}
              </Anchor>
            ),
          },
        ]
      : []),
    { name: t('usage.source'), value: t(`usage.source.${event.source}`) },
  ];
  return (
    <DrawerSection title={t('usage.whoAndWhat')}>
      <Facts facts={facts} />
      {event.status !== 'refused' && (
        <Text size="xs" c="dimmed" mt={8}>
          {t(`usage.source.help.${event.source}`)}
        </Text>
      )}
    </DrawerSection>
  );
}

const extraKinds = [
  'cacheWrite1hTokens',
  'toolUseInputTokens',
  'imageInputTokens',
  'audioInputTokens',
  'audioOutputTokens',
  'webSearches',
  'webFetches',
] as const;

export function CallTokens({ event }: CallProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const figure = (value: number) => <span className="tabular">{format.exact(value)}</span>;
  const extras = extraKinds.flatMap((kind) => {
    const value = event.details[kind];
    return value === undefined ? [] : [{ name: t(`usage.detail.${kind}`), value: figure(value) }];
  });
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
  ];
  return (
    <DrawerSection title={t('usage.tokens')} aside={event.status === 'open' && <SoFar />}>
      <Facts facts={facts} />
      {extras.length > 0 && (
        <div className={classes.extras}>
          <Text size="xs" c="dimmed" mb={4}>
            {t('usage.detailsHelp')}
          </Text>
          <Facts facts={extras} />
        </div>
      )}
    </DrawerSection>
  );
}

function SoFar() {
  const { t } = useTranslation();
  return (
    <Text span size="xs" c="dimmed">
      {t('usage.soFar')}
    </Text>
  );
}

export function CallCost({ event }: CallProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
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
    ...(event.costUsd !== null && event.priceVersion
      ? [{ name: t('usage.priceVersion'), value: <PriceVersion version={event.priceVersion} /> }]
      : []),
  ];
  return (
    <DrawerSection title={t('usage.cost')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

/** The table's version, or that it was a price of one's own. */
function PriceVersion({ version }: { version: string }) {
  const { t } = useTranslation();
  const own = version.startsWith('override');
  return own ? <span title={version}>{t('usage.ownPrice')}</span> : version;
}

/** What was held of budgets for it, and what it used of that. */
export function CallBudget({ event }: CallProps) {
  const { t } = useTranslation();
  const { reservedTokens, status } = event;
  if (reservedTokens === null) return null;
  const used = tokensOf(event);
  const runs = status === 'open';
  const tokens = (count: number) => <span className="tabular">{t('usage.exactTokens', { count })}</span>;
  const facts = [
    { name: runs ? t('usage.held') : t('usage.wasHeld'), value: tokens(reservedTokens) },
    { name: runs ? t('usage.usedSoFar') : t('usage.wasUsed'), value: tokens(used) },
    ...(runs
      ? []
      : [
          used > reservedTokens
            ? { name: t('usage.beyond'), value: tokens(used - reservedTokens) }
            : { name: t('usage.givenBack'), value: tokens(reservedTokens - used) },
        ]),
  ];
  return (
    <DrawerSection title={t('usage.budget')} aside={<Definition term={t('usage.budget')}>{t('usage.budgetHelp')}</Definition>}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

export function CallTiming({ event }: CallProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rate = tokensPerSecond(event);
  const facts = [
    { name: t('usage.began'), value: <span className="tabular">{format.exactTime(event.at)}</span> },
    ...(event.endedAt ? [{ name: t('usage.ended'), value: <span className="tabular">{format.exactTime(event.endedAt)}</span> }] : []),
    {
      name: t('usage.firstToken'),
      value: event.firstByteMs === null ? <Unknown /> : <span className="tabular">{format.latency(event.firstByteMs)}</span>,
    },
    { name: t('usage.duration'), value: <Duration event={event} /> },
    ...(rate === null
      ? []
      : [
          {
            name: t('usage.speed'),
            value: <span className="tabular">{t('usage.tokensPerSecond', { rate: format.exact(Math.round(rate)) })}</span>,
          },
        ]),
  ];
  return (
    <DrawerSection title={t('usage.timing')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

export function CallPlace({ event: { cwd, gitRemote, gitBranch } }: CallProps) {
  const { t } = useTranslation();
  if (!cwd && !gitRemote && !gitBranch) return null;
  const mono = (value: string) => (value ? <Mono>{value}</Mono> : <Unknown />);
  const facts = [
    { name: t('usage.folder'), value: mono(cwd) },
    { name: t('usage.repository'), value: mono(gitRemote) },
    { name: t('usage.branch'), value: mono(gitBranch) },
  ];
  return (
    <DrawerSection title={t('usage.place')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

/** What to quote to the provider, and to find the call in the CLI's own log. */
export function CallIds({ event: { id, matchId, matchWitness, toolSessionId } }: CallProps) {
  const { t } = useTranslation();
  const ids = [
    { name: t('usage.id.answer'), value: matchId },
    { name: t('usage.id.request'), value: matchWitness },
    { name: t('usage.id.toolSession'), value: toolSessionId },
    { name: t('usage.id.row'), value: id },
  ].flatMap(({ name, value }) => (value ? [{ name, value: <CopiedId name={name} value={value} /> }] : []));
  return (
    <DrawerSection title={t('usage.ids')}>
      <Facts facts={ids} />
    </DrawerSection>
  );
}

function CopiedId({ name, value }: { name: string; value: string }) {
  const { t } = useTranslation();
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Mono>{value}</Mono>
      <CopyIcon value={value} label={t('usage.copyId', { name })} className={classes.copy} />
    </Group>
  );
}

function Mono({ children }: { children: ReactNode }) {
  return (
    <Text span ff="monospace" size="xs" className={classes.mono}>
      {children}
    </Text>
  );
}
