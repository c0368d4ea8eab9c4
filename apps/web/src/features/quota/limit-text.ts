import { SetQuota } from '@open-ace/contracts/quota';
import type { UsageMetric } from '@open-ace/contracts/usage';

const scales: Record<string, number> = { '': 1, k: 1e3, m: 1e6, b: 1e9, g: 1e9, t: 1e12, 千: 1e3, 万: 1e4, 亿: 1e8 };

/** Digits, with what separates thousands in any place, a decimal point, and a word for thousands or millions. */
const amountPattern = /^\$?\s*(\d+|\d{1,3}(?:[,\s_'’]\d{2,3})*[,\s_'’]\d{3})(\.\d+)?\s*([kmbgt]|[千万亿]?)$/i;

/** What a person typed as a limit, `2M` or `1,500`; null where it is no amount. */
export function parseLimit(text: string): number | null {
  const [, whole, fraction = '', word = ''] = amountPattern.exec(text.trim()) ?? [];
  const scale = scales[word.toLowerCase()];
  if (whole === undefined || scale === undefined) return null;
  const amount = Number(whole.replaceAll(/\D/g, '') + fraction) * scale;
  const rounded = Math.round(amount);
  // 1.1 million is not quite so many in binary.
  return Math.abs(amount - rounded) < 1e-6 ? rounded : amount;
}

/** As a field shows it: in full, so that nothing is lost, and read back by `parseLimit`. */
export function limitText(limit: number): string {
  const [whole = '', fraction] = String(limit).split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A limit that the server takes for this metric; null for what it would refuse. */
export function readLimit(text: string, metric: UsageMetric): number | null {
  const limit = parseLimit(text);
  if (limit === null) return null;
  const subject = { type: 'tenant', id: '-' };
  return SetQuota.safeParse({ subject, metric, period: 'day', limit }).success ? limit : null;
}
