import type { Quota, QuotaPeriod } from '@open-ace/contracts/quota';
import type { UsageMetric } from '@open-ace/contracts/usage';
import type { TFunction } from 'i18next';
import type { Format } from '#lib/format.ts';
import { shownShare } from './standing.ts';

/** "2M tokens", "98 requests", "$50.00". */
export function amountWords(metric: UsageMetric, amount: number, t: TFunction, format: Format): string {
  if (metric === 'usd') return format.usd(amount);
  return t(`quota.amount.${metric}`, { count: amount, amount: format.short(amount) });
}

/** The same to the last one, for what is shown on hover. */
export function exactWords(metric: UsageMetric, amount: number, t: TFunction, format: Format): string {
  if (metric === 'usd') return format.exactNanoUsd(Math.round(amount * 1e9));
  return t(`quota.amount.${metric}`, { count: amount, amount: format.exact(amount) });
}

/** The figure alone, where the words stand beside it. */
export const figureOf = (metric: UsageMetric, amount: number, format: Format) =>
  metric === 'usd' ? format.usd(amount) : format.short(amount);

/** A little is not nothing. */
export function shareWords(share: number, format: Format): string {
  const shown = shownShare(share);
  return share > 0 && shown === 0 ? `<\u00a0${format.percent(0.01)}` : format.percent(shown);
}

/** Whom a budget binds, by name. */
export function subjectName({ type, name }: Quota['subject'], t: TFunction): string {
  return type === 'tenant' ? t('quota.everybody') : name || t('value.unknown');
}

interface Kind {
  metric: UsageMetric;
  period: QuotaPeriod;
  /** Null while it is not typed yet. */
  limit: number | null;
}

/** "2M tokens a day for Alice"; null as the name stands for everybody together. */
export function budgetWords({ metric, period, limit }: Kind, name: string | null, t: TFunction, format: Format): string {
  const everybody = period === 'session' ? t('quota.anybody') : t('quota.everybodyTogether');
  const amount = limit === null ? '…' : amountWords(metric, limit, t, format);
  return t(`quota.sentence.${period}`, { amount, name: name ?? everybody });
}

export const wordsOf = (quota: Quota, t: TFunction, format: Format) =>
  budgetWords(quota, quota.subject.type === 'tenant' ? null : subjectName(quota.subject, t), t, format);
