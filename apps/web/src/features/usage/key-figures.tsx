import type { UsageTotals } from '@open-ace/contracts/usage';
import type { TFunction } from 'i18next';
import type { To } from 'react-router';
import { addDays, daysBetween } from '#lib/calendar.ts';
import { type Format, unknown } from '#lib/format.ts';
import { cacheShare, changeOf, costARequest, costOf, hasUse, sumTotals, totalTokens } from '#modules/usage/figures.ts';
import { movingMean, movingRatio } from '#modules/usage-chart/series.ts';
import { type KeyFigure, NoteLink } from '#ui/KeyFigures.tsx';
import { type DayRange, meanOver, sparklineRange } from './usage-period.ts';
import type { Figures } from './use-figures.ts';

interface KeyFiguresInput {
  figures: Figures;
  range: DayRange;
  today: string;
  /** "the 30 days before". */
  comparedWith: string;
  /** Whether the viewer sees the figures of others too. */
  everyone: boolean;
  requestsLink: (narrower?: { status?: string }) => To;
  peopleLink: To;
  t: TFunction;
  format: Format;
}

/** The sums of each day that the sparklines show, with the days before that their moving mean starts from. */
function dailyTotals({ byDay }: Figures, range: DayRange, today: string): UsageTotals[] {
  const { from, to } = sparklineRange(range, today);
  return daysBetween(addDays(from, 1 - meanOver), to).map((day) => sumTotals(byDay.items.filter(({ period }) => period === day)));
}

const peopleIn = ({ items }: Figures['byPerson']) => items.filter(({ requests }) => requests > 0).length;

function daysInUse({ byDay }: Figures, { from, to }: DayRange): number {
  return new Set(byDay.items.filter((item) => item.period >= from && item.period <= to && hasUse(item)).map(({ period }) => period)).size;
}

interface Before {
  summary: UsageTotals;
  people: number;
}

/** With what it all is compared with, if it can be, and the sums of the days for the sparklines, added up once. */
type Parts = KeyFiguresInput & { days: UsageTotals[]; before: Before | null };

/** What the dashboard says in five numbers. */
export function keyFigures(input: KeyFiguresInput): KeyFigure[] {
  const { comparable, summaryBefore, byPersonBefore } = input.figures;
  const before = comparable ? { summary: summaryBefore, people: peopleIn(byPersonBefore) } : null;
  const parts = { ...input, before, days: dailyTotals(input.figures, input.range, input.today) };
  return [
    tokenFigure(parts),
    requestFigure(parts),
    costFigure(parts),
    input.everyone ? peopleFigure(parts) : daysFigure(parts),
    perRequestFigure(parts),
  ];
}

function tokenFigure({ figures: { summary }, before, days, comparedWith, requestsLink, t, format }: Parts): KeyFigure {
  const share = cacheShare(summary);
  return {
    key: 'tokens',
    label: t('usage.tokens'),
    meaning: t('usage.meaning.tokens'),
    value: format.compact(totalTokens(summary)),
    exact: t('usage.exactTokens', { count: totalTokens(summary) }),
    parts: [
      { name: t('usage.kind.input'), value: format.exact(summary.inputTokens) },
      { name: t('usage.kind.output'), value: format.exact(summary.outputTokens) },
      { name: t('usage.kind.cacheRead'), value: format.exact(summary.cacheReadTokens) },
      { name: t('usage.kind.cacheWrite'), value: format.exact(summary.cacheWriteTokens) },
      ...(before ? [{ name: comparedWith, value: format.exact(totalTokens(before.summary)) }] : []),
    ],
    change: changeOf(totalTokens(summary), before && totalTokens(before.summary)),
    notes: share === null ? [] : [{ key: 'cache', text: t('usage.note.cache', { share: format.percent(share) }) }],
    series: movingMean(days.map(totalTokens), meanOver),
    rows: requestsLink(),
  };
}

function requestFigure({ figures: { summary }, before, days, comparedWith, requestsLink, t, format }: Parts): KeyFigure {
  const failed = summary.failedRequests;
  return {
    key: 'requests',
    label: t('usage.requests'),
    meaning: t('usage.meaning.requests'),
    value: format.compact(summary.requests),
    exact: t('usage.exactRequests', { count: summary.requests }),
    parts: [
      { name: t('usage.failedApart'), value: format.exact(failed) },
      ...(before ? [{ name: comparedWith, value: format.exact(before.summary.requests) }] : []),
    ],
    change: changeOf(summary.requests, before?.summary.requests),
    notes: [
      {
        key: 'failed',
        text:
          failed === 0 ? (
            t('usage.note.noneFailed')
          ) : (
            <NoteLink to={requestsLink({ status: 'failed' })}>{t('usage.note.failed', { count: failed })}</NoteLink>
          ),
      },
    ],
    series: movingMean(
      days.map(({ requests }) => requests),
      meanOver,
    ),
    rows: requestsLink(),
  };
}

function costFigure({ figures: { summary }, before, days, comparedWith, requestsLink, t, format }: Parts): KeyFigure {
  const cost = costOf(summary);
  const unpriced = summary.unpricedRequests;
  return {
    key: 'cost',
    label: t('usage.cost'),
    meaning: t('usage.meaning.cost'),
    value: format.usd(cost),
    exact: cost === null ? t('usage.noPrice') : t('usage.exactCost', { cost: exactUsd(cost, format) }),
    parts: [
      { name: t('usage.billed'), value: cost === null ? unknown : format.usd(summary.billedUsd) },
      { name: t('usage.bySubscription'), value: cost === null ? unknown : format.usd(Math.max(0, summary.costUsd - summary.billedUsd)) },
      ...(unpriced > 0 ? [{ name: t('usage.unpriced'), value: format.exact(unpriced) }] : []),
      ...(before ? [{ name: comparedWith, value: format.usd(costOf(before.summary)) }] : []),
    ],
    change: changeOf(cost, before && costOf(before.summary)),
    notes: [
      ...(cost === null ? [] : [{ key: 'billed', text: t('usage.note.billed', { cost: format.usd(summary.billedUsd) }) }]),
      ...(unpriced > 0 ? [{ key: 'unpriced', text: t('usage.note.unpriced', { count: unpriced }) }] : []),
    ],
    series: movingMean(
      days.map(({ costUsd }) => costUsd),
      meanOver,
    ),
    rows: requestsLink(),
  };
}

function peopleFigure({ figures, before, comparedWith, peopleLink, t, format }: Parts): KeyFigure {
  const people = peopleIn(figures.byPerson);
  const tokens = totalTokens(figures.summary);
  return {
    key: 'people',
    label: t('usage.people'),
    meaning: t('usage.meaning.people'),
    value: format.compact(people),
    exact: t('usage.exactPeople', { count: people }),
    parts: before ? [{ name: comparedWith, value: format.exact(before.people) }] : [],
    change: changeOf(people, before?.people),
    notes:
      people > 0 ? [{ key: 'each', text: t('usage.note.tokensAPerson', { tokens: format.compact(Math.round(tokens / people)) }) }] : [],
    series: [],
    rows: peopleLink,
  };
}

/** Instead of people, for those who see themselves alone. */
function daysFigure({ figures, range, requestsLink, t, format }: KeyFiguresInput): KeyFigure {
  const days = daysInUse(figures, range);
  const all = daysBetween(range.from, range.to).length;
  return {
    key: 'days',
    label: t('usage.daysInUse'),
    meaning: t('usage.meaning.daysInUse'),
    value: format.exact(days),
    exact: t('usage.exactDays', { count: days }),
    parts: [],
    change: null,
    notes: [{ key: 'of', text: t('usage.note.ofDays', { count: all }) }],
    series: [],
    rows: requestsLink(),
  };
}

function perRequestFigure({ figures: { summary }, before, days, comparedWith, requestsLink, t, format }: Parts): KeyFigure {
  const each = costARequest(summary);
  return {
    key: 'perRequest',
    label: t('usage.costARequest'),
    meaning: t('usage.meaning.costARequest'),
    value: format.usd(each),
    exact: each === null ? t('usage.noPrice') : t('usage.exactCost', { cost: exactUsd(each, format) }),
    parts: before ? [{ name: comparedWith, value: format.usd(costARequest(before.summary)) }] : [],
    change: changeOf(each, before && costARequest(before.summary)),
    notes:
      summary.requests > 0
        ? [
            {
              key: 'tokens',
              text: t('usage.note.tokensARequest', { tokens: format.compact(Math.round(totalTokens(summary) / summary.requests)) }),
            },
          ]
        : [],
    series: movingRatio(
      days.map(({ costUsd }) => costUsd),
      days.map(({ requests, unpricedRequests }) => requests - unpricedRequests),
      meanOver,
    ),
    rows: requestsLink(),
  };
}

const exactUsd = (amount: number, format: Format) => format.exactNanoUsd(Math.round(amount * 1e9));
