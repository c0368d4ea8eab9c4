import type { QuotaPeriod, QuotaSubjectType } from '@open-ace/contracts/quota';
import type { UsageMetric } from '@open-ace/contracts/usage';
import { issueProxyToken } from '../../src/domains/gateway/index.ts';
import { issueToken } from '../../src/platform/auth/tokens.ts';
import { HOUR } from '../../src/platform/clock.ts';
import { type Ctx, type Deps, systemCtx } from '../../src/platform/context.ts';
import { inTx, type Tx } from '../../src/platform/db/tx.ts';
import { newId } from '../../src/platform/ids.ts';
import { CHAT_ONLY_MODEL } from './doors.ts';

/**
 * A credential that one call at a time uses, so that a row of the ledger tells which call it is of: a session's, or a person's token and
 * the session that their own CLI says it is.
 */
export interface Seat {
  /** The row's session or tool session. */
  name: string;
  tenantId: string;
  userId: string;
  /** '' for a person's own CLI. */
  sessionId: string;
  token: string;
}

export interface SoakTenant {
  id: string;
  timeZone: string;
  /** Members by team. */
  teams: Map<string, string[]>;
}

export interface SoakPlace {
  tenants: SoakTenant[];
  seats: Seat[];
}

const PEOPLE = 8;
/** A seat rests after a call that was left, so there are many more than clients. */
const SEATS_A_PERSON = 40;
const PROVIDER_KEY = 'sk-soak';

interface Limit {
  subject: readonly [QuotaSubjectType, string];
  metric: UsageMetric;
  period: QuotaPeriod;
  limit: number;
}

const NO_LIMIT = 1e15;

/** Limits that are never reached beside ones that are: by requests, by tokens in the middle of answers, by each session apart. */
function limitsOf(tenantId: string, people: string[], team: string, calls: number, isWhole: boolean): Limit[] {
  const ofPerson = (n: number): [QuotaSubjectType, string] => ['user', people[n] ?? ''];
  const each = calls / (2 * PEOPLE);
  return [
    ...(isWhole ? [{ subject: ['tenant', tenantId], metric: 'tokens', period: 'month', limit: NO_LIMIT } as const] : []),
    { subject: ofPerson(0), metric: 'tokens', period: 'day', limit: NO_LIMIT },
    { subject: ofPerson(1), metric: 'requests', period: 'day', limit: Math.ceil(each * 0.6) },
    { subject: ofPerson(2), metric: 'usd', period: 'week', limit: 1e15 },
    { subject: ofPerson(3), metric: 'tokens', period: 'session', limit: Math.ceil((each / SEATS_A_PERSON) * 3000) + 2000 },
    { subject: ofPerson(4), metric: 'tokens', period: 'week', limit: Math.ceil(each * 3000) },
    { subject: ['team', team], metric: 'requests', period: 'month', limit: NO_LIMIT },
  ];
}

const times = () => {
  const now = new Date();
  return { createdAt: now, updatedAt: now };
};

async function addKeys(tx: Tx<Ctx>, deps: Deps, llmUrl: string, createdById: string): Promise<void> {
  const v1 = `${llmUrl}/v1`;
  // Two for some vendors, so that one takes over from the other.
  const keys = [
    { name: 'anthropic 1', provider: 'anthropic', baseUrl: llmUrl },
    { name: 'anthropic 2', provider: 'anthropic', baseUrl: llmUrl },
    { name: 'openai 1', provider: 'openai', baseUrl: v1 },
    { name: 'openai 2', provider: 'openai', baseUrl: v1, priority: 2 },
    { name: 'compatible', provider: 'openai-compatible', baseUrl: v1, models: [CHAT_ONLY_MODEL], speaksResponses: false },
    { name: 'google', provider: 'google', baseUrl: llmUrl },
  ];
  for (const key of keys) {
    const id = newId();
    const sealed = deps.keys.seal('provider-key', PROVIDER_KEY, id);
    await tx.db.providerKey.create({ data: { ...key, id, tenantId: tx.tenantId, sealed, lastFour: 'soak', createdById, ...times() } });
  }
}

/** Half of a person's seats are sessions' with tokens of their own; the others share one of the person's. */
async function seatsOf(tx: Tx<Ctx>, userId: string, machineId: string, tool: string): Promise<Seat[]> {
  const { tenantId } = tx;
  const common = { tenantId, machineId, userId, tool, title: '', cwd: '/home/dev', permissionMode: 'ask', status: 'running' };
  const seats: Seat[] = [];
  for (let n = 0; n < SEATS_A_PERSON / 2; n++) {
    const sessionId = newId();
    const data = { ...common, ...times(), id: sessionId, tags: [], searchText: '', lastActivityAt: new Date() };
    await tx.db.session.create({ data });
    const token = await issueProxyToken(tx, { tenantId, userId, machineId, sessionId });
    seats.push({ name: sessionId, tenantId, userId, sessionId, token });
  }
  const { text: token } = await issueToken(tx, { tenantId, userId, kind: 'personal', scopes: 'llm', lifetimeMs: 24 * HOUR });
  for (let n = 0; n < SEATS_A_PERSON / 2; n++) seats.push({ name: newId(), tenantId, userId, sessionId: '', token });
  return seats;
}

async function addPerson(tx: Tx<Ctx>, tool: string): Promise<{ id: string; seats: Seat[] }> {
  const { tenantId } = tx;
  const [id, machineId] = [newId(), newId()];
  const name = { username: id, usernameKey: id, displayName: id, searchText: '' };
  await tx.db.user.create({ data: { id, tenantId, ...name, role: 'user', grants: [], ...times() } });
  await tx.db.machine.create({ data: { id: machineId, tenantId, ownerId: id, name: machineId, tools: [], searchText: '', ...times() } });
  return { id, seats: await seatsOf(tx, id, machineId, tool) };
}

const tools = ['claude-code', 'codex', 'qwen-code', 'openclaw'] as const;

async function addTenant(deps: Deps, timeZone: string, llmUrl: string, calls: number, isWhole: boolean) {
  const id = newId();
  return inTx(systemCtx(deps, id, 'soak'), async (tx) => {
    await tx.db.tenant.create({ data: { id, slug: id, name: id, timeZone, unlimited: true, ...times() } });
    const people: { id: string; seats: Seat[] }[] = [];
    for (let n = 0; n < PEOPLE; n++) people.push(await addPerson(tx, tools[n % tools.length] ?? tools[0]));
    const [first = { id: '' }] = people;
    await addKeys(tx, deps, llmUrl, first.id);
    const team = newId();
    const members = people.slice(5, 7).map((person) => person.id);
    await tx.db.team.create({ data: { id: team, tenantId: id, name: 'Team', ...times() } });
    for (const userId of members) await tx.db.teamMember.create({ data: { teamId: team, userId, tenantId: id } });
    const ids = people.map((person) => person.id);
    for (const { subject, limit, ...quota } of limitsOf(id, ids, team, calls, isWhole)) {
      const [subjectType, subjectId] = subject;
      const data = { ...quota, id: newId(), tenantId: id, subjectType, subjectId, limit: BigInt(limit), ...times() };
      await tx.db.quota.create({ data });
    }
    return { tenant: { id, timeZone, teams: new Map([[team, members]]) }, seats: people.flatMap((person) => person.seats) };
  });
}

/** Two tenants with people, sessions, tokens, keys of the fake provider and budgets; one of them has a budget that binds every call. */
export async function furnish(deps: Deps, llmUrl: string, calls: number): Promise<SoakPlace> {
  const made = [await addTenant(deps, 'Asia/Kathmandu', llmUrl, calls, true), await addTenant(deps, 'UTC', llmUrl, calls, false)];
  return { tenants: made.map(({ tenant }) => tenant), seats: made.flatMap(({ seats }) => seats) };
}
