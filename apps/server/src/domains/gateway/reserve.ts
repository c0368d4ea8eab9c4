import type { QuotaPeriod, QuotaSubjectType } from '@open-ace/contracts/quota';
import type { UsableKey } from '#domains/provider-key';
import { createLimits, type Limit, type Obstacle, type Wish } from '#domains/quota';
import type { Accounting } from '#domains/usage';
import type { Deps } from '#platform/context';
import type { Caller } from './authenticate.ts';
import { conservativeInput } from './estimates.ts';
import type { CallRequest } from './protocol.ts';
import { Refusal, unavailable } from './refusal.ts';

/** What an answer may have at most where the request does not say. */
const MOST_OUTPUT = 64_000;
/** A model's own limit may be lower, and naming a higher one is an error with some providers. */
const LEAST_LIMIT_OF_MODELS = 16_000;

const owners: Record<QuotaSubjectType, string> = {
  user: 'Your',
  team: "Your team's",
  project: "This project's",
  tenant: "This organisation's",
  plan: "This organisation's plan",
};
const periods: Record<QuotaPeriod, string> = { day: 'daily', week: 'weekly', month: 'monthly', session: 'per-session' };

const amount = (value: number, { metric }: Limit) =>
  metric === 'usd' ? `${(value / 1e9).toFixed(2)} USD` : `${Math.max(0, Math.round(value)).toLocaleString('en')} ${metric}`;

const when = ({ resetsAt }: Obstacle) => (resetsAt === null ? '' : ` It begins anew at ${new Date(resetsAt).toISOString().slice(0, 16)}Z.`);

/** Tools that ask again for minutes after a 429, whatever its headers say: Qwen Code 0.24. */
const askAgain429 = new Set(['qwen-code']);

/** Why a budget refuses a call, and what to do. One that is only held by calls that run is worth asking for again soon. */
export function budgetRefusal(obstacle: Obstacle, tool: string): Refusal {
  const { limit, used, held, isUnpriced } = obstacle;
  if (isUnpriced) {
    return new Refusal(
      403,
      'unpriced_model',
      'A budget in USD binds this call and the model has no price. An administrator must set one under Manage, Prices.',
      {},
      limit.quotaId,
    );
  }
  const name = `${owners[limit.subjectType]} ${periods[limit.period]} budget of ${amount(limit.limit, limit)}`;
  const state = `${amount(used, limit)} used, ${amount(held, limit)} held by calls that run`;
  const isHeld = held > 0 && used < limit.limit;
  const advice = isHeld ? 'Try again when those have ended.' : 'An administrator can raise it under Manage, Budgets.';
  const headers: Record<string, string> = isHeld ? { 'retry-after': '5' } : { 'x-should-retry': 'false' };
  const status = !isHeld && askAgain429.has(tool) ? 403 : 429;
  const message = `${name} leaves too little for this call: ${state}.${when(obstacle)} ${advice}`;
  return new Refusal(status, 'budget_reached', message, headers, limit.quotaId);
}

/** What a call wishes of the budgets that bind it. */
export type Wishing = (caller: Caller, request: CallRequest, model: string, key: UsableKey) => Promise<Wish>;

const dearest = (rates: { inputNano: number; cacheWriteNano: number; cacheReadNano: number; outputNano: number } | null) =>
  rates && { input: Math.max(rates.inputNano, rates.cacheWriteNano, rates.cacheReadNano), output: rates.outputNano };

/** `accountingOf`: a tenant's, as it is remembered for its calls. */
export function createWishing(deps: Deps, accountingOf: (tenantId: string) => Promise<Accounting>): Wishing {
  const limitsOf = createLimits(deps);
  return async (caller, request, model, key) => {
    const { tenantId } = caller;
    try {
      const limits = await limitsOf(tenantId, caller);
      const outputTokens = (request.maxOutput ?? MOST_OUTPUT) * request.answers;
      const isOpen = request.maxOutput === null;
      if (limits.length === 0) return { limits, inputTokens: 0, outputTokens, isOpen, rates: null };
      const inputTokens = conservativeInput(request.body);
      const inMoney = limits.some(({ metric }) => metric === 'usd');
      const rates = inMoney ? (await accountingOf(tenantId)).prices.rates(key.provider, model, inputTokens, deps.clock.now()) : null;
      return { limits, inputTokens, outputTokens, isOpen, rates: dearest(rates) };
    } catch (error) {
      deps.log.error({ err: error }, 'budgets could not be read');
      throw unavailable();
    }
  };
}

/** The limit of output to be named in the request, so that the provider itself keeps to what was granted; null to leave it as it is. */
export function outputLimit(request: CallRequest, wish: Wish, granted: number): number | null {
  if (wish.limits.length === 0 || granted >= wish.outputTokens) return null;
  return request.maxOutput === null && granted >= LEAST_LIMIT_OF_MODELS ? null : granted;
}
