import { describe, expect, test } from 'vitest';
import { createFormat, unknown } from './format.ts';

const en = createFormat('en-GB', 'UTC');
const zh = createFormat('zh-CN', 'Asia/Shanghai');
const now = Date.parse('2026-11-20T14:32:00Z');
const before = (milliseconds: number) => new Date(now - milliseconds);
const minute = 60_000;
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  test('are in full below ten thousand and have three digits from there', () => {
    expect([0, 9_999, 10_000, 318_400, 999_999, 69_780_412].map(en.compact)).toEqual(['0', '9,999', '10.0K', '318K', '1.00M', '69.8M']);
  });

  test('are compact in the units of the language', () => {
    expect([9_999, 318_400, 69_780_412].map(zh.compact)).toEqual(['9,999', '31.8万', '6980万']);
  });

  test('keep their sign', () => {
    expect(en.compact(-42_000)).toBe('-42.0K');
    expect(plain(en.signedPercent(-0.042, 1))).toBe('−4.2 %');
    expect(plain(en.signedPercent(0.12))).toBe('+12 %');
  });

  test('put a space before the percent sign in English and none in Chinese', () => {
    expect(plain(en.percent(0.64))).toBe('64 %');
    expect(zh.percent(0.64)).toBe('64%');
  });
});

describe('money', () => {
  test('has two decimals from a dollar on', () => {
    expect([412.6, 3.184, 1, 12_345.678].map(en.usd)).toEqual(['$412.60', '$3.18', '$1.00', '$12,345.68']);
  });

  test('keeps two significant digits when it is tiny', () => {
    expect([0.0293, 0.5, 0.00004217].map(en.usd)).toEqual(['$0.029', '$0.50', '$0.000042']);
    expect(en.nanoUsd(1)).toBe('$0.000000001');
  });

  test('tells free from unpriced', () => {
    expect(en.nanoUsd(0)).toBe('$0.00');
    expect(en.nanoUsd(null)).toBe(unknown);
    expect(en.usd(null)).toBe(unknown);
  });

  test('shows every nano-dollar where the exact sum is asked for', () => {
    expect(en.exactNanoUsd(3_184_000_001)).toBe('$3.184000001');
  });
});

describe('times', () => {
  test('are an age up to thirty days and then a date', () => {
    const ages = [0, 59_000, 47 * minute, 59.6 * minute, 23.4 * 60 * minute, 6 * 1440 * minute, 31 * 1440 * minute];
    expect(ages.map((age) => plain(en.ago(before(age), now)))).toEqual(['now', 'now', '47 min', '1 h', '23 h', '6 d', '20 Oct 2026']);
  });

  test('never count backwards when the clocks of server and browser differ', () => {
    expect(en.ago(before(-5 * minute), now)).toBe('now');
  });

  test('are the same within a sentence', () => {
    const ages = [0, 47 * minute, 180 * minute, 1440 * minute, 31 * 1440 * minute];
    expect(ages.map((age) => plain(en.agoPhrase(before(age), now)))).toEqual(['now', '47 min ago', '3 h ago', '1 d ago', '20 Oct 2026']);
    expect(ages.map((age) => zh.agoPhrase(before(age), now))).toEqual(['现在', '47分钟前', '3小时前', '1天前', '2026年10月20日']);
  });

  test('speak the language', () => {
    expect([0, 47 * minute, 180 * minute, 6 * 1440 * minute].map((age) => zh.ago(before(age), now))).toEqual([
      '现在',
      '47分钟',
      '3小时',
      '6天',
    ]);
  });

  test('are in the zone and locale of the viewer', () => {
    expect(en.dateTime('2026-11-20T14:32:00Z')).toBe('20 Nov 2026, 14:32');
    expect(en.dayTime('2026-11-20T14:32:00Z')).toBe('20 Nov, 14:32');
    expect(en.exactTime('2026-11-20T14:32:00Z')).toBe('20 Nov 2026, 14:32:00 UTC');
    expect(zh.exactTime('2026-11-20T14:32:00Z')).toBe('2026年11月20日 GMT+8 22:32:00');
    expect(zh.dateTime('2026-11-20T18:32:00Z')).toBe('2026年11月21日 02:32');
  });

  test('give durations in their largest unit', () => {
    expect([1_000, 52 * minute, 24 * 60 * minute, 72 * 60 * minute].map((time) => plain(en.duration(time)))).toEqual([
      '1 s',
      '52 min',
      '24 h',
      '3 d',
    ]);
  });
});

test('sentences are apart in English and close in Chinese', () => {
  expect(en.sentences(['One.', false, 'Two.'])).toBe('One. Two.');
  expect(zh.sentences(['一。', null, '二。'])).toBe('一。二。');
});

describe('sizes', () => {
  test('are binary, with a decimal below ten', () => {
    expect([0, 1023, 1024, 1_300_000, 137_438_953_472, 9.96 * 1024].map((size) => plain(en.bytes(size)))).toEqual([
      '0 B',
      '1,023 B',
      '1.0 KiB',
      '1.2 MiB',
      '128 GiB',
      '10 KiB',
    ]);
  });
});

describe('days of a calendar', () => {
  const west = createFormat('en-GB', 'America/Los_Angeles');

  test('are the same day in every zone', () => {
    expect(west.calendarDay('2026-11-20')).toBe('20 Nov');
    expect(west.calendarDate('2026-11-20')).toBe('20 Nov 2026');
    expect(west.calendarWeekday('2026-11-20')).toBe('Fri 20 Nov');
  });

  test('are a range', () => {
    expect(west.calendarRange('2026-10-22', '2026-11-20').replaceAll(/\s/g, ' ')).toBe('22 Oct – 20 Nov');
    expect(west.calendarRange('2026-11-20', '2026-11-20')).toBe('20 Nov');
  });
});

test('the axis of a cost chart is short', () => {
  expect([0, 0.25, 12.5, 150, 12_000].map(en.axisUsd)).toEqual(['$0', '$0.25', '$12.5', '$150', '$12K']);
});

test('how long something took says tenths below ten seconds and seconds below an hour', () => {
  const plain = (text: string) => text.replaceAll(/\s/g, ' ');
  expect([0, 340, 9_940, 9_960, 84_000, 120_000, 7_200_000].map((took) => plain(en.elapsed(took)))).toEqual([
    '0 s',
    '0.3 s',
    '9.9 s',
    '10 s',
    '1 min 24 s',
    '2 min',
    '2 h',
  ]);
  expect(createFormat('zh-CN').elapsed(84_000)).toBe('1分钟24秒');
});

test('what is quick is told in milliseconds below a second', () => {
  expect([-3, 0, 412, 1_400, 84_000].map((took) => en.latency(took).replaceAll(/\s/g, ' '))).toEqual([
    '0 ms',
    '0 ms',
    '412 ms',
    '1.4 s',
    '1 min 24 s',
  ]);
});

test('a figure that somebody chose has no zeros at the end', () => {
  expect([900, 1_500, 60_000, 2_000_000, 61_688_718, 1_500_000_000].map(en.short)).toEqual(['900', '1,500', '60K', '2M', '61.7M', '1.5B']);
});
