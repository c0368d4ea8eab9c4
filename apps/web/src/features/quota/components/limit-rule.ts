import type { UsageMetric } from '@open-ace/contracts/usage';
import type { TFunction } from 'i18next';
import { readLimit } from '../limit-text.ts';

const rules = { tokens: 'quota.limitRule', requests: 'quota.limitRuleRequests', usd: 'quota.limitRuleUsd' } as const;

/** What is wrong with a limit as it was typed; null where nothing is. */
export const limitRule = (text: string, metric: UsageMetric, t: TFunction) => (readLimit(text, metric) === null ? t(rules[metric]) : null);
