import { describe, expect, test } from 'vitest';
import { durationOf, phaseOf, tokensPerSecond } from './call-timing.ts';

const at = '2026-11-22T10:00:00.000Z';
const later = (ms: number) => new Date(Date.parse(at) + ms).toISOString();
const open = { status: 'open', at, endedAt: null, streamed: true, firstByteMs: null, outputTokens: 0 } as const;
const settled = { ...open, status: 'settled', endedAt: later(5_000), firstByteMs: 1_000, outputTokens: 400 } as const;

describe('a call', () => {
  test('waits until its first byte, and is then streamed or answered in one piece', () => {
    expect(phaseOf(open)).toBe('waiting');
    expect(phaseOf({ ...open, firstByteMs: 300 })).toBe('streaming');
    expect(phaseOf({ ...open, firstByteMs: 300, streamed: false })).toBe('answering');
    expect(phaseOf(settled)).toBe('over');
  });

  test('takes as long as it took, and up to now while it runs', () => {
    expect(durationOf(settled, Date.parse(later(60_000)))).toBe(5_000);
    expect(durationOf(open, Date.parse(later(1_500)))).toBe(1_500);
    expect(durationOf(open, Date.parse(later(-2_000)))).toBe(0);
    expect(durationOf({ ...settled, endedAt: null }, Date.parse(later(60_000)))).toBeNull();
  });
});

describe('tokens a second', () => {
  test('count from the first byte of a stream, and over all of an answer in one piece', () => {
    expect(tokensPerSecond(settled)).toBe(100);
    expect(tokensPerSecond({ ...settled, streamed: false })).toBe(80);
  });

  test('are not known of what runs, failed, said nothing or took no time', () => {
    expect(tokensPerSecond(open)).toBeNull();
    expect(tokensPerSecond({ ...settled, status: 'failed' })).toBeNull();
    expect(tokensPerSecond({ ...settled, outputTokens: 0 })).toBeNull();
    expect(tokensPerSecond({ ...settled, firstByteMs: 5_000 })).toBeNull();
    expect(tokensPerSecond({ ...settled, endedAt: null })).toBeNull();
  });
});
