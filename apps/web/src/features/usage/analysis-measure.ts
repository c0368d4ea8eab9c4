import type { UsageMetric } from '@open-ace/contracts/usage';
import type { Measure } from '#modules/usage/figures.ts';

/** What a measure of the page is called by the server. */
export const metricOf: Record<Measure, UsageMetric> = { tokens: 'tokens', requests: 'requests', cost: 'usd' };
