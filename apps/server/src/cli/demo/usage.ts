import type { UsageReport } from '@open-ace/contracts/history';
import { DAY, HOUR, MINUTE } from '#platform/clock';
import type { Random } from './random.ts';
import { type DemoPerson, models } from './team.ts';

export const DAYS = 90;

/** How busy a day is: weekends quiet, Fridays slower, the team growing into its tools, one release week. */
function liveliness(day: number, daysAgo: number): number {
  const weekday = new Date(day).getUTCDay();
  const week = weekday === 0 || weekday === 6 ? 0.08 : weekday === 5 ? 0.8 : 1;
  const growth = 0.55 + (0.45 * (DAYS - daysAgo)) / DAYS;
  const release = daysAgo >= 9 && daysAgo <= 12 ? 1.7 : 1;
  return week * growth * release;
}

/** People work in bouts, most of them late in the morning and in the afternoon. */
const hours = [
  { item: 8, weight: 2 },
  { item: 9, weight: 6 },
  { item: 10, weight: 9 },
  { item: 11, weight: 9 },
  { item: 12, weight: 3 },
  { item: 13, weight: 6 },
  { item: 14, weight: 9 },
  { item: 15, weight: 9 },
  { item: 16, weight: 7 },
  { item: 17, weight: 4 },
  { item: 20, weight: 1 },
  { item: 22, weight: 1 },
] as const satisfies { item: number; weight: number }[];

const round = (count: number, liveliness: number, random: Random) =>
  Math.floor(count * liveliness * (0.6 + random.next() * 0.8) + random.next());

/** One person's requests of one day, as their CLIs would have logged them. */
export function requestsOf(person: DemoPerson, day: number, daysAgo: number, random: Random, before: number): UsageReport[] {
  const away = random.next() < 0.07;
  const count = away || person.role === 'readonly' ? 0 : round(person.pace, liveliness(day, daysAgo), random);
  const session = random.uuid();
  return Array.from({ length: count }, (): UsageReport => {
    const tool = random.weighted(person.tools);
    const cached = random.next() < 0.85;
    return {
      tool,
      key: random.uuid(),
      matchId: null,
      matchWitness: null,
      toolSessionId: session,
      model: random.weighted(models[tool]),
      at: day + random.weighted(hours) * HOUR + random.integer(0, 59) * MINUTE + random.integer(0, 59_999),
      inputTokens: random.around(cached ? 900 : 9000),
      outputTokens: random.around(420),
      cacheReadTokens: cached ? random.around(26_000) : 0,
      cacheWriteTokens: tool === 'claude-code' ? random.around(1800) : 0,
      reasoningTokens: 0,
      cwd: `/home/${person.username}/work/${person.project}`,
      gitBranch: random.pick(['main', 'fix/login-flake', 'feat/checkout', 'chore/deps']),
      gitRemote: `git@git.example.com:shop/${person.project}.git`,
      partial: random.next() < 0.004,
    };
  }).filter(({ at }) => at < before);
}

export const startOfUtcDay = (at: number) => Math.floor(at / DAY) * DAY;
