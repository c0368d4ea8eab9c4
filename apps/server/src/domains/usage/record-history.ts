import type { UsageReport } from '@open-ace/contracts/history';
import { tenantPrices } from '#domains/price';
import { currentTenant } from '#domains/tenant';
import { MINUTE, SECOND } from '#platform/clock';
import type { Ctx } from '#platform/context';
import { afterTx, inTx } from '#platform/db/tx';
import { changeFigures } from './change-figures.ts';
import { ledger, type NewUsageEvent } from './ledger-repository.ts';
import { meteredWithin, nearestMatch } from './match.ts';
import { usageEvents } from './repository.ts';
import { claimOfRow, rowOfReport, witnessOf } from './rows.ts';

/** Where the reports come from, and how the use is paid for. */
export interface HistoryPlace {
  machineId: string;
  userId: string;
  billing: 'api' | 'subscription';
}

/** The clock of a machine may differ from ours, and a log's record is written after the answer. */
const RUN_SLACK = { before: 5 * SECOND, after: 2 * MINUTE };

interface Run {
  toolSessionId: string;
  startedAt: bigint;
  endedAt: bigint | null;
}

function coveredBy(runs: Run[], row: NewUsageEvent): boolean {
  return runs.some(
    (run) =>
      run.toolSessionId === row.toolSessionId &&
      row.at >= Number(run.startedAt) - RUN_SLACK.before &&
      (run.endedAt === null || row.at <= Number(run.endedAt) + RUN_SLACK.after),
  );
}

const unique = (texts: (string | null)[]) => [...new Set(texts.filter((text): text is string => text !== null && text !== ''))];

/**
 * Takes over what a CLI's own log tells. A request is counted once: a key known already changes nothing, one that the gateway
 * metered becomes a claim beside its row, and what a metered process logged is never added even where no row matches.
 */
export async function recordHistory(ctx: Ctx, place: HistoryPlace, reports: UsageReport[]): Promise<{ added: number; known: number }> {
  const { timeZone } = await currentTenant(ctx);
  const prices = await tenantPrices(ctx);
  const rows = [...new Map(reports.map((report) => [`${report.tool}:${report.key}`, rowOfReport(report, place, prices)])).values()];
  return inTx(ctx, async (tx) => {
    const known = await ledger(tx).knownKeys(
      'history',
      rows.map(({ sourceKey }) => sourceKey),
    );
    const fresh = rows.filter(({ sourceKey }) => !known.has(sourceKey));
    if (fresh.length === 0) return { added: 0, known: reports.length };

    const times = fresh.map(({ at }) => at);
    const within = meteredWithin(Math.min(...times), Math.max(...times));
    const metered = (await usageEvents(tx).meteredByMatchIds(unique(fresh.map(({ matchId }) => matchId)), within)).map(witnessOf);
    const taken = await usageEvents(tx).claimedEvents(metered.map(({ id }) => id));
    const runs = await usageEvents(tx).meteredRuns(place.machineId, unique(fresh.map(({ toolSessionId }) => toolSessionId)));
    const claims = fresh.flatMap((row) => {
      const free = metered.filter(({ id }) => !taken.has(id));
      const match = nearestMatch(free, { ...row, endedAt: null }, true);
      if (match) taken.add(match.id);
      return match || coveredBy(runs, row) ? [claimOfRow(row, match?.id ?? null)] : [];
    });
    const claimed = new Set(claims.map(({ sourceKey }) => sourceKey));
    const inserted = await ledger(tx).insert(fresh.filter(({ sourceKey }) => !claimed.has(sourceKey)));
    await ledger(tx).insertClaims(claims);
    const added = fresh.filter(({ sourceKey }) => inserted.has(sourceKey));
    await changeFigures(tx, { added, removed: [] }, timeZone);
    if (added.length > 0) afterTx(tx, () => tx.events.emit('usage.changed', { tenantId: tx.tenantId }));
    return { added: added.length, known: reports.length - added.length };
  });
}
