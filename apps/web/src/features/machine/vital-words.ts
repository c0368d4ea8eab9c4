import type { Machine } from '@open-ace/contracts/machine';
import type { TFunction } from 'i18next';
import type { Format } from '#lib/format.ts';
import type { Vital } from './vitals.ts';

/** The exact figures in a sentence: what a meter only hints at. */
export function vitalWords({ name, share, used, total }: Vital, t: TFunction, format: Format): string {
  const percent = format.percent(share);
  if (name === 'cpu') return t('machine.vitalWords.cpu', { used: Math.round(used * 10) / 10, count: total, percent });
  return t(`machine.vitalWords.${name}`, { used: format.bytes(used), total: format.bytes(total), percent });
}

/** Since when the figures are no longer true; null while the machine is there. */
export function staleWords({ status, seenAt }: Machine, now: number, t: TFunction, format: Format): string | null {
  if (status === 'online') return null;
  return seenAt === null ? t('machine.vitalsStale') : t('machine.vitalsAsOf', { ago: format.agoPhrase(seenAt, now) });
}
