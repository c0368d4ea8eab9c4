import { setTimeout as sleep } from 'node:timers/promises';
import { grantAll, type Obstacle, type Wish } from '#domains/quota';
import {
  type Accounting,
  type CallEnding,
  type CallProgress,
  type NewCall,
  noteCalls,
  noteRefusals,
  openCalls,
  openHeldCalls,
  type RefusedCall,
  settleCalls,
} from '#domains/usage';
import { HOUR, SECOND } from '#platform/clock';
import { type Ctx, type Deps, systemCtx } from '#platform/context';
import { inRawTx } from '#platform/db/tx';
import { inBatches } from './batches.ts';
import type {} from './events.ts';

/** The ledger as many calls at once use it: what comes together is written together. */
export interface CallLedger {
  /** Takes what a call wishes of its budgets, if any binds it, and writes it down; only then may it be made. */
  open(tenantId: string, call: NewCall, wish: Wish): Promise<OpenedCall>;
  /** Keeps what an answer has told so far. Not waited for. */
  note(tenantId: string, progress: CallProgress): void;
  /** Keeps a call that was refused. Not waited for. */
  refuse(tenantId: string, call: RefusedCall): void;
  /** Ends a call. It is written within a second, and tried again for as long as the database cannot take it. */
  settle(tenantId: string, ending: CallEnding): void;
  /** Waits until everything that was given is written, or for `mostMs`. */
  drain(mostMs: number): Promise<void>;
}

/** A tenant's, as it is remembered for its calls. */
type AccountingOf = (tenantId: string) => Promise<Accounting>;

export type OpenedCall = { id: string; outputTokens: number } | { refusedBy: Obstacle };

/** Figures are right this long after a call's end, and a busy server writes many calls in one transaction. */
const SETTLE_AFTER_MS = 100;
const NOTE_AFTER_MS = 100;
const REFUSE_AFTER_MS = 500;
/** More in one transaction would hold up every other call for too long. */
const MOST = 50;
const FIRST_RETRY_MS = 200;
const LAST_RETRY_MS = 5 * SECOND;

interface Opening {
  call: NewCall;
  wish: Wish;
}

interface Entry<Value> {
  tenantId: string;
  value: Value;
}

/** A verb for a batch of one tenant, as one for a batch of many. */
const byTenant =
  <Value>(deps: Deps, write: (ctx: Ctx, values: Value[]) => Promise<void>) =>
  async (entries: Entry<Value>[]): Promise<undefined> => {
    for (const tenantId of new Set(entries.map((entry) => entry.tenantId))) {
      const own = entries.filter((entry) => entry.tenantId === tenantId);
      await write(
        systemCtx(deps, tenantId, 'gateway'),
        own.map(({ value }) => value),
      );
    }
  };

/** Opens the calls of one tenant, in the order in which they came: those that no budget binds in one statement, the others under its locks. */
async function openAll(ctx: Ctx, openings: Opening[], accountingOf: AccountingOf): Promise<(OpenedCall | Error)[]> {
  const free = openings.filter(({ wish }) => wish.limits.length === 0);
  const bound = openings.filter(({ wish }) => wish.limits.length > 0);
  const opened = new Map<string, OpenedCall | Error>();
  const tell = (list: Opening[], results: (OpenedCall | Error)[]) => {
    for (const [index, { call }] of list.entries()) opened.set(call.id, results[index] ?? new Error('not opened'));
  };
  const asked = ({ call, wish }: Opening) => ({ id: call.id, outputTokens: wish.outputTokens });
  const failed = (list: Opening[]) => (error: unknown) => list.map(() => (error instanceof Error ? error : new Error('not opened')));
  const calls = free.map(({ call }) => call);
  if (free.length > 0) tell(free, await openCalls(ctx, calls).then(() => free.map(asked), failed(free)));
  if (bound.length > 0) tell(bound, await openBound(ctx, bound, accountingOf).catch(failed(bound)));
  return openings.map(({ call }) => opened.get(call.id) ?? new Error('not opened'));
}

async function openBound(ctx: Ctx, openings: Opening[], accountingOf: AccountingOf): Promise<OpenedCall[]> {
  const { timeZone } = await accountingOf(ctx.tenantId);
  return inRawTx(ctx, async (tx) => {
    const wishes = openings.map(({ wish }) => wish);
    const grants = await grantAll(tx, wishes, timeZone, ctx.clock.now());
    const granted = openings.flatMap(({ call }, index) => {
      const grant = grants[index];
      return grant && 'hold' in grant ? [{ ...call, hold: grant.hold }] : [];
    });
    if (granted.length > 0) await openHeldCalls(tx, granted);
    return openings.map(({ call }, index) => {
      const grant = grants[index];
      if (!grant) throw new Error('A call was not decided.');
      return 'hold' in grant ? { id: call.id, outputTokens: grant.outputTokens } : grant;
    });
  });
}

export function createCallLedger(deps: Deps, accountingOf: AccountingOf): CallLedger {
  const tellChange = (tenantId: string) => deps.events.emit('gateway.calls-changed', { tenantId });
  const settleAll = byTenant(deps, async (ctx, endings: CallEnding[]) => {
    await settleCalls(ctx, endings, await accountingOf(ctx.tenantId));
    tellChange(ctx.tenantId);
  });
  const openTogether = inBatches<Entry<Opening>, OpenedCall | Error>(
    async (entries) => {
      const results = new Map<Entry<Opening>, OpenedCall | Error>();
      for (const tenantId of new Set(entries.map((entry) => entry.tenantId))) {
        const own = entries.filter((entry) => entry.tenantId === tenantId);
        const opened = await openAll(
          systemCtx(deps, tenantId, 'gateway'),
          own.map(({ value }) => value),
          accountingOf,
        );
        for (const [index, entry] of own.entries()) results.set(entry, opened[index] ?? new Error('not opened'));
        tellChange(tenantId);
      }
      return entries.map((entry) => results.get(entry) ?? new Error('not opened'));
    },
    { most: MOST, afterMs: 0 },
  );
  const settleTogether = inBatches<Entry<CallEnding>, void>(settleAll, { most: MOST, afterMs: SETTLE_AFTER_MS });
  /** One that failed with others is tried alone: whatever is wrong with one must not hold up the rest. */
  const settleAlone = inBatches<Entry<CallEnding>, void>(settleAll, { most: 1, afterMs: 0 });
  const unsettled = new Map<string, Promise<void>>();

  const noteTogether = inBatches<Entry<CallProgress>, void>(
    byTenant(deps, async (ctx, progress) => {
      const running = progress.filter(({ id }) => !unsettled.has(id));
      if (running.length > 0) await noteCalls(ctx, running);
      tellChange(ctx.tenantId);
    }),
    { most: MOST, afterMs: NOTE_AFTER_MS },
  );

  const refuseTogether = inBatches<Entry<RefusedCall>, void>(
    byTenant(deps, async (ctx, calls) => {
      await noteRefusals(ctx, calls);
      tellChange(ctx.tenantId);
    }),
    { most: MOST, afterMs: REFUSE_AFTER_MS },
  );

  /** A call that has ended holds its part of a budget until it is written down: whoever comes next must not be refused for it. */
  async function openAfterSettling(entry: Entry<Opening>): Promise<OpenedCall | Error> {
    const opened = await openTogether(entry);
    if (opened instanceof Error || !('refusedBy' in opened) || opened.refusedBy.held === 0) return opened;
    await settleTogether.flush();
    // Another replica's is written by then, too.
    if (deps.database.provider === 'postgresql') await sleep(2 * SETTLE_AFTER_MS);
    return openTogether(entry);
  }

  async function settle(entry: Entry<CallEnding>): Promise<void> {
    const givenUp = performance.now() + HOUR;
    for (let attempt = 0; ; attempt++) {
      try {
        return await (attempt === 0 ? settleTogether(entry) : settleAlone(entry));
      } catch (error) {
        if (performance.now() > givenUp) throw error;
        deps.log.warn({ err: error, callId: entry.value.id, attempt }, 'a call could not be settled yet');
        await sleep(Math.min(FIRST_RETRY_MS * 2 ** attempt, LAST_RETRY_MS) * (0.5 + Math.random() / 2));
      }
    }
  }

  const ledger: CallLedger = {
    async open(tenantId, call, wish) {
      const opened = await openAfterSettling({ tenantId, value: { call, wish } });
      if (!(opened instanceof Error)) return opened;
      // It may be written all the same: a call that was not made must not stand open.
      ledger.settle(tenantId, { id: call.id, status: 'failed', error: 'not_made' });
      throw opened;
    },
    note(tenantId, value) {
      noteTogether({ tenantId, value }).catch((error: unknown) => deps.log.warn({ err: error }, 'a call could not be noted'));
    },
    refuse(tenantId, value) {
      refuseTogether({ tenantId, value }).catch((error: unknown) => deps.log.warn({ err: error }, 'a refusal could not be noted'));
    },
    settle(tenantId, value) {
      const settled = settle({ tenantId, value })
        .catch((error: unknown) => deps.log.error({ err: error, callId: value.id }, 'a call was never settled; it stays open'))
        .finally(() => unsettled.delete(value.id));
      unsettled.set(value.id, settled);
    },
    async drain(mostMs) {
      await Promise.race([Promise.all([...unsettled.values(), refuseTogether.flush()]), sleep(mostMs, undefined, { ref: false })]);
      if (unsettled.size > 0) deps.log.error({ calls: unsettled.size }, 'stopping with calls that could not be settled; they stay open');
    },
  };
  return ledger;
}
