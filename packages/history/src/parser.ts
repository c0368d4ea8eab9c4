import type { UsageReport } from '@open-ace/contracts/history';
import type { z } from 'zod';
import { type JsonObject, object } from './untrusted.ts';

/** What a record tells: one request, nothing of interest, or a request that lacks what a report must have. */
export type Parsed = UsageReport | 'malformed' | null;

/** How one kind of session file is read, record by record. Pure but for `state`, which is small and JSON. */
export interface Parser<State extends { toolVersion: string }> {
  readonly state: z.ZodType<State>;
  begin(): State;
  /** A cheap test on the bytes: lines that cannot matter, the most and the longest, are not decoded at all. */
  wants(line: Buffer): boolean;
  /** How a record of this kind begins, to find it behind the remains of one that a crash cut. */
  readonly recordStarts: readonly string[];
  parse(record: JsonObject, state: State): Parsed;
  /** Gives out one report that still waited for better figures, if there is any. */
  giveUpWaiting?(state: State): UsageReport | null;
  isWaiting?(state: State): boolean;
}

const openingBrace = 0x7b;
const closingBrace = 0x7d;

/** A parser together with its state, while one file is read. */
export interface LineReader {
  take(line: Buffer): Parsed;
  giveUpWaiting(): UsageReport | null;
  isWaiting(): boolean;
  /** A copy of the state, for a cursor. */
  state(): unknown;
  /** The CLI's version that the file named last; null if it named none. */
  toolVersion(): string | null;
}

/** For a file that is read from its start. */
export const newLineReader = <State extends { toolVersion: string }>(parser: Parser<State>): LineReader =>
  lineReader(parser, parser.begin());

/** For a file that is read on; null if `saved` is not a state of this parser. */
export function savedLineReader<State extends { toolVersion: string }>(parser: Parser<State>, saved: unknown): LineReader | null {
  const state = parser.state.safeParse(saved).data;
  return state ? lineReader(parser, state) : null;
}

function lineReader<State extends { toolVersion: string }>(parser: Parser<State>, state: State): LineReader {
  return {
    take(line) {
      if (!parser.wants(line)) return looksWhole(line) ? null : 'malformed';
      const { record, isTorn } = parseRecord(line.toString(), parser.recordStarts);
      const parsed = record && parser.parse(record, state);
      return parsed === null && isTorn ? 'malformed' : parsed;
    },
    giveUpWaiting: () => parser.giveUpWaiting?.(state) ?? null,
    isWaiting: () => parser.isWaiting?.(state) ?? false,
    state: () => structuredClone(state),
    toolVersion: () => state.toolVersion || null,
  };
}

const looksWhole = (line: Buffer): boolean => line.length === 0 || (line[0] === openingBrace && line.at(-1) === closingBrace);

/** A CLI that was killed leaves half a record, and the next one starts on the same line: the second half is read all the same. */
function parseRecord(line: string, starts: readonly string[]): { record: JsonObject | null; isTorn: boolean } {
  const whole = parseObject(line);
  if (whole) return { record: whole, isTorn: false };
  for (const start of starts) {
    const at = line.lastIndexOf(start);
    const record = at > 0 ? parseObject(line.slice(at)) : null;
    if (record) return { record, isTorn: true };
  }
  return { record: null, isTorn: true };
}

function parseObject(json: string): JsonObject | null {
  try {
    return object(JSON.parse(json));
  } catch {
    return null;
  }
}
