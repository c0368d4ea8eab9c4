import type { Quota, QuotaPeriod, QuotaSubject } from '@open-ace/contracts/quota';
import type { UsageMetric } from '@open-ace/contracts/usage';
import { createApiToken } from '#domains/auth';
import { updateSettings } from '#domains/gateway';
import { setPrice } from '#domains/price';
import { setQuota } from '#domains/quota';
import { currentTenant } from '#domains/tenant';
import { dayOf, noteRefusals, periodKey, readUses } from '#domains/usage';
import { DAY, MINUTE } from '#platform/clock';
import { asPerson, type Happening, personOf, type Stage, systemAt, workday } from './stage.ts';

/** What administrators set over time, and tokens that people made for their own programs. */
export function ruleHappenings(stage: Stage): Happening[] {
  const at = (daysAgo: number, hour: number, run: (stage: Stage, at: number) => Promise<unknown>): Happening => {
    const time = workday(stage.now, daysAgo, hour);
    return { at: time, run: (on) => run(on, time) };
  };
  const token = (person: number, name: string, daysAgo: number) =>
    at(daysAgo, 11.4, (on, time) =>
      createApiToken(asPerson(on, person, time), { name, expiresAt: new Date(on.now + 200 * DAY).toISOString() }),
    );
  const aliases = [
    { alias: 'fast', model: 'claude-haiku-4-5' },
    { alias: 'smart', model: 'claude-sonnet-4-5' },
  ];
  const contract = {
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    rates: { input: 2.7, output: 13.5, cacheRead: 0.27, cacheWrite: 3.375 },
  };
  return [
    at(70, 9.6, (on, time) => updateSettings(asPerson(on, 0, time), { allowedModels: [], aliases })),
    at(20, 10.1, (on, time) => setPrice(asPerson(on, 0, time), contract)),
    token(0, 'Nightly contract tests', 44),
    token(3, 'Release notes script', 30),
    token(7, 'Claude Code on my laptop', 12),
  ];
}

/** What a person may use at least, however quiet the hour is in which the demo begins. */
const least: Record<UsageMetric, number> = { tokens: 5_000_000, requests: 300, usd: 25 };

/** A round number somewhat above. */
function roundAbove(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return Math.ceil(value / step) * step;
}

/** A script of somebody whose budget is nearly used asks for more than is left of it, and asks again. */
async function refuseSome(stage: Stage, person: number, { id, limit, used }: Quota): Promise<void> {
  const words = (tokens: number) => `${Math.round(tokens).toLocaleString('en')} tokens`;
  const errorMessage = `Your weekly budget of ${words(limit)} leaves too little for this call: ${words(used ?? 0)} used, 0 tokens held by calls that run. An administrator can raise it under Manage, Budgets.`;
  const nowhere = { machineId: '', sessionId: '', toolSessionId: '', projectId: '', cwd: '', gitRemote: '', gitBranch: '' };
  const call = { ...nowhere, userId: personOf(stage, person).id, tool: '', model: 'claude-sonnet-4-5', streamed: true, quotaId: id };
  for (const [minutesAgo, times] of [
    [38, 3],
    [12, 1],
  ] as const) {
    const at = stage.now - minutesAgo * MINUTE;
    const refused = { ...call, at, error: 'budget_reached', errorMessage, httpStatus: 429 };
    await noteRefusals(systemAt(stage, at), Array(times).fill(refused));
  }
}

/** Budgets that the team uses to a good part, as they stand at the end of the story. */
export async function setBudgets(stage: Stage): Promise<void> {
  const ctx = asPerson(stage, 0, stage.now);
  const { timeZone } = await currentTenant(ctx);
  const set = async (subject: QuotaSubject, metric: UsageMetric, period: QuotaPeriod, share: number) => {
    const key = { scope: `${subject.type}:${subject.id}`, period: periodKey(period, dayOf(stage.now, timeZone)) };
    const [use] = await readUses(ctx, [key]);
    const used = { tokens: use?.tokens ?? 0, requests: use?.requests ?? 0, usd: (use?.nano ?? 0) / 1e9 }[metric];
    return setQuota(ctx, { subject, metric, period, limit: roundAbove(Math.max(used / share, least[metric])) });
  };
  const person = (index: number): QuotaSubject => ({ type: 'user', id: personOf(stage, index).id });
  const everybody: QuotaSubject = { type: 'tenant', id: stage.tenantId };
  await set(everybody, 'tokens', 'month', 0.62);
  await set(everybody, 'usd', 'month', 0.84);
  await set(person(0), 'tokens', 'day', 0.4);
  await set(person(0), 'requests', 'day', 0.3);
  await refuseSome(stage, 3, await set(person(3), 'tokens', 'week', 0.97));
  await set(person(7), 'usd', 'week', 0.55);
}
