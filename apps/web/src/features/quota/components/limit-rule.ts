import type { QuotaMetric } from '@open-ace/contracts/quota';
import type { TFunction } from 'i18next';
import { readLimit } from '../limit-text.ts';

const rules = { tokens: 'quota.limitRule', requests: 'quota.limitRuleRequests', usd: 'quota.limitRuleUsd' } as const;

/** What is wrong with a limit as it was typed; null where nothing is. */
export const limitRule = (text: string, metric: QuotaMetric, t: TFunction) => (readLimit(text, metric) === null ? t(rules[metric]) : null);
