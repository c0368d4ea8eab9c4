import type {
  FollowSession,
  FollowSessions,
  GetSession,
  ListSessions,
  ReadTranscript,
  Session,
  SessionPage,
  SessionUpdate,
  TranscriptPage,
} from '@open-ace/contracts/session';
import { Session as SessionSchema } from '@open-ace/contracts/session';
import type { SessionEvent } from '@open-ace/contracts/session-events';
import { tracked } from '@trpc/server';
import { isAdmin, machineNames, machines, mayManage } from '#domains/machine';
import { sessionUsage } from '#domains/usage';
import { displayNames } from '#domains/user';
import { defineOwnership } from '#platform/auth/ownership';
import type { UserCtx } from '#platform/context';
import { pageOf } from '#platform/db/page';
import { AppError } from '#platform/errors';
import { eventQueue } from '#platform/event-queue';
import type {} from './events.ts';
import { type SessionEventRow, type SessionRow, sessions, transcript } from './repository.ts';

/** Its owner, whoever manages its machine, or an admin. */
async function maySee(ctx: UserCtx, session: SessionRow): Promise<boolean> {
  if (session.userId === ctx.actor.userId || isAdmin(ctx)) return true;
  const machine = await machines(ctx).find(session.machineId);
  return machine !== null && mayManage(ctx, machine);
}

defineOwnership('session', async (ctx, id) => {
  const session = await sessions(ctx).find(id);
  return session !== null && maySee(ctx, session);
});

async function toSessions(ctx: UserCtx, rows: SessionRow[]): Promise<Session[]> {
  const [owners, places, usageOf] = await Promise.all([
    displayNames(
      ctx,
      rows.map(({ userId }) => userId),
    ),
    machineNames(
      ctx,
      rows.map(({ machineId }) => machineId),
    ),
    sessionUsage(
      ctx,
      rows.map(({ id }) => id),
    ),
  ]);
  return rows.map((row) =>
    SessionSchema.parse({
      ...row,
      machine: places.get(row.machineId) ?? { id: row.machineId, name: '' },
      owner: owners.get(row.userId) ?? { id: row.userId, displayName: '' },
      usage: usageOf(row.id),
      pausedAt: row.pausedAt?.toISOString() ?? null,
      trimmedAt: row.trimmedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      lastActivityAt: row.lastActivityAt.toISOString(),
      endedAt: row.endedAt?.toISOString() ?? null,
    }),
  );
}

export async function getSession(ctx: UserCtx, { sessionId }: GetSession): Promise<Session> {
  const [session] = await toSessions(ctx, [await sessions(ctx).require(sessionId)]);
  if (!session) throw new AppError('INTERNAL', 'A session that was there is gone.');
  return session;
}

/** One's own; with `everyone` also those on machines that one manages, and all of them for an administrator. */
export async function listSessions(ctx: UserCtx, { everyone, ...input }: ListSessions): Promise<SessionPage> {
  const { userId } = ctx.actor;
  const own = { userId };
  const seen = isAdmin(ctx)
    ? {}
    : { OR: [own, { machine: { ownerId: userId } }, { machine: { members: { some: { userId, role: 'admin' } } } }] };
  const { items, nextCursor } = pageOf(await sessions(ctx).list(input, everyone ? seen : own), input, (row) => row);
  return { items: await toSessions(ctx, items), nextCursor };
}

const PAGE = 500;

const toUpdate = (row: SessionEventRow): SessionUpdate => ({
  seq: row.seq,
  at: new Date(Number(row.at)).toISOString(),
  // Whoever is told has it checked against the contract.
  event: JSON.parse(row.body) as SessionEvent,
});

export async function readTranscript(ctx: UserCtx, { sessionId, after, limit }: ReadTranscript): Promise<TranscriptPage> {
  const rows = await transcript(ctx, sessionId).after(after, limit + 1);
  return { items: rows.slice(0, limit).map(toUpdate), more: rows.length > limit };
}

/**
 * The transcript from where the reader left off, then as it grows. Each wake reads from the database after the last number sent: no
 * gap, no repeat, and a reader who is slow holds nothing in memory.
 */
export async function* followSession(ctx: UserCtx, { sessionId, lastEventId }: FollowSession, signal: AbortSignal | undefined) {
  const queue = eventQueue(ctx.events, 'session.appended', { sessionId }, signal, 1);
  let last = Number.parseInt(lastEventId ?? '0', 10) || 0;
  try {
    do {
      for (
        let rows = await transcript(ctx, sessionId).after(last, PAGE);
        rows.length > 0;
        rows = await transcript(ctx, sessionId).after(last, PAGE)
      ) {
        for (const row of rows) {
          last = row.seq;
          yield tracked(String(row.seq), toUpdate(row));
        }
        if (rows.length < PAGE) break;
      }
    } while (await queue.next());
  } finally {
    queue.stop();
  }
}

/** Sessions as they change. A reader who comes back reads the list anew, so nothing is replayed. */
export async function* followSessions(ctx: UserCtx, input: FollowSessions | undefined, signal: AbortSignal | undefined) {
  const own = !input?.everyone;
  const queue = eventQueue(ctx.events, 'session.changed', own ? { userId: ctx.actor.userId } : { tenantId: ctx.tenantId }, signal);
  try {
    for (let batch = await queue.next(); batch; batch = await queue.next()) {
      for (const sessionId of new Set(batch.items.map((item) => item.sessionId))) {
        const row = await sessions(ctx).find(sessionId);
        // Deleted meanwhile, or not for these eyes.
        if (!row || !(own || (await maySee(ctx, row)))) continue;
        const [session] = await toSessions(ctx, [row]);
        if (session) yield tracked(`${session.id}:${session.lastActivityAt}`, session);
      }
    }
  } finally {
    queue.stop();
  }
}
