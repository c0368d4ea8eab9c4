import type { AccountEntry } from '@open-ace/testkit/fake-llm';
import type { SeenCall } from './client.ts';
import { callOf, planOf } from './plan.ts';
import type { LedgerRow } from './read-ledger.ts';

const kinds = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'reasoningTokens'] as const;
type Tokens = Record<(typeof kinds)[number], number>;

export interface Figures {
  calls: number;
  kills: number;
  /** How calls ended for their clients. */
  seen: Record<string, number>;
  /** How answers ended for the provider. */
  account: Record<string, number>;
  rows: Record<string, number>;
  /** How answers stand in the ledger that the provider began. */
  answers: Record<string, number>;
  /** Ids of answers that the provider gave more than once. */
  repeatedIds: number;
  /** Sums of the settled rows, and of the provider's own account of the same answers. */
  settled: Tokens;
  told: Tokens;
}

interface Books {
  seed: number;
  seen: SeenCall[];
  account: AccountEntry[];
  rows: LedgerRow[];
  killedAt: number[];
}

/** A server that lives so much longer than a call has settled it. */
const SETTLED_AFTER = 5000;
/** What a server sent before it was killed may be read so much later. */
const READ_AFTER = 1000;
const CONVERTED = 'resp_';

const count = <Item>(items: Item[], name: (item: Item) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[name(item)] = (counts[name(item)] ?? 0) + 1;
  return counts;
};

function grouped<Item, Key>(items: Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const toldBy = ({ usage }: AccountEntry): Tokens => ({
  inputTokens: usage.input + (usage.toolUse ?? 0),
  outputTokens: usage.output,
  cacheReadTokens: usage.cacheRead,
  cacheWriteTokens: usage.cacheWrite,
  reasoningTokens: usage.reasoning,
});

const sumOf = (all: Tokens[]): Tokens =>
  Object.fromEntries(kinds.map((kind) => [kind, all.reduce((sum, tokens) => sum + tokens[kind], 0)])) as Tokens;

/** Which call each row is of: the one that its seat had at that moment. */
function callOfRow(seen: SeenCall[]): (row: LedgerRow) => SeenCall | undefined {
  const bySeat = grouped(seen, ({ seat }) => seat.name);
  for (const calls of bySeat.values()) calls.sort((a, b) => a.sentAt - b.sentAt);
  return ({ sessionId, toolSessionId, at }) => (bySeat.get(sessionId || toolSessionId) ?? []).findLast(({ sentAt }) => sentAt <= at);
}

/** One call in all three books. */
class Comparison {
  readonly problems: string[] = [];
  readonly #books: Books;

  constructor(books: Books) {
    this.#books = books;
  }

  check(call: SeenCall, entries: AccountEntry[], rows: LedgerRow[]): void {
    const say = (what: string) =>
      this.problems.push(`call ${call.n}: ${what} ${JSON.stringify({ ...call, seat: call.seat.name, entries, rows })}`);
    const [entry] = entries;
    const [row] = rows;
    if (entries.length > 1) say('the provider answered it twice');
    if (rows.length > 1) say('it has two rows');
    if (row?.status === 'open') say('its row is open');
    if (entry && !row) say('the provider answered it and it has no row');
    if (!entry && row?.status === 'settled') say('it is settled and the provider did not answer it');
    if (!entry || !row) return;
    if (row.status === 'settled') this.#checkSettled(entry, row, say);
    else if (row.status === 'failed') this.#checkFailed(call, entry, say);
    else if (row.error !== 'budget_reached' && this.#shouldBeSettled(call, entry)) say('it was answered whole and is an estimate');
  }

  #checkSettled(entry: AccountEntry, row: LedgerRow, say: (what: string) => void): void {
    const told = toldBy(entry);
    if (row.matchWitness !== entry.requestId) say('its row has the id of another request');
    if (row.matchId !== entry.answerId && row.matchId !== `${CONVERTED}${entry.answerId}`) say('its row has the id of another answer');
    for (const kind of kinds) if (row[kind] !== told[kind]) say(`${kind} are ${row[kind]} and the provider says ${told[kind]}`);
  }

  /** A call whose answer nobody saw cost nothing that we could know; nor one that failed before it said anything. */
  #checkFailed(call: SeenCall, entry: AccountEntry, say: (what: string) => void): void {
    const { failsInStream } = planOf(this.#books.seed, call.n);
    if (call.bytes > 0 && !(failsInStream && entry.ending === 'failed')) say('its client saw an answer and it is failed');
  }

  #shouldBeSettled({ n, end, status, endedAt }: SeenCall, { ending }: AccountEntry): boolean {
    const isKilled = this.#books.killedAt.some((at) => at > endedAt - READ_AFTER && at < endedAt + SETTLED_AFTER);
    return end === 'whole' && status === 200 && ending === 'whole' && !isKilled && !planOf(this.#books.seed, n).isSilent;
  }
}

/** Compares call by call what clients saw, what the provider answered and what the ledger has. */
export function checkCalls(books: Books): { problems: string[]; figures: Figures } {
  const { seen, account, rows, killedAt } = books;
  const comparison = new Comparison(books);
  const find = callOfRow(seen);
  const entriesOf = grouped(account, ({ usage }) => callOf(usage.input));
  const rowsOf = grouped(rows, (row) => find(row)?.n ?? -1);
  for (const call of seen) comparison.check(call, entriesOf.get(call.n) ?? [], rowsOf.get(call.n) ?? []);
  for (const row of rowsOf.get(-1) ?? []) comparison.problems.push(`a row of no call: ${JSON.stringify(row)}`);

  const byRequest = new Map(account.map((entry) => [entry.requestId, entry]));
  const settled = rows.filter(({ status }) => status === 'settled');
  const told = settled.flatMap(({ matchWitness }) => byRequest.get(matchWitness ?? '') ?? []).map(toldBy);
  const figures: Figures = {
    calls: seen.length,
    kills: killedAt.length,
    seen: count(seen, ({ end, status }) => (end === 'whole' ? `${status}` : end)),
    account: count(account, ({ ending }) => ending),
    rows: count(rows, ({ status, error }) => (error ? `${status} ${error}` : status)),
    answers: count(account, ({ usage }) => rowsOf.get(callOf(usage.input))?.[0]?.status ?? 'missing'),
    repeatedIds: [...grouped(account, ({ answerId }) => answerId)].filter(([id, { length }]) => id !== null && length > 1).length,
    settled: sumOf(settled),
    told: sumOf(told),
  };
  if (told.length !== settled.length) comparison.problems.push(`of ${settled.length} settled rows the provider knows ${told.length}`);
  for (const kind of kinds) {
    const [ours, theirs] = [figures.settled[kind], figures.told[kind]];
    if (ours !== theirs) comparison.problems.push(`settled ${kind} add up to ${ours} and the provider says ${theirs}`);
  }
  return { problems: comparison.problems, figures };
}
