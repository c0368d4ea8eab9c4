import { defineConfig } from 'vitest/config';

const serverTests = (database: 'sqlite' | 'postgresql') => ({
  test: {
    name: `server-${database}`,
    include: ['apps/server/src/**/*.test.ts'],
    env: { OPENACE_TEST_DATABASE: database },
    globalSetup: ['apps/server/test/global-setup.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});

/** Those that take minutes each: what is asked of every CLI, asked of it. */
const slowClis = (['openclaw', 'opencode', 'gemini'] as const).map((tool, at) => ({
  test: {
    name: `slow-${tool}`,
    include: ['e2e/clis/whole-stack/{conversation,disruption}.test.ts'],
    env: { OPENACE_TESTED_TOOLS: tool },
    fileParallelism: false,
    sequence: { groupOrder: 3 + at },
    testTimeout: 600_000,
    hookTimeout: 300_000,
  },
}));

export default defineConfig({
  test: {
    // Made for two cores: more workers only make every test slower and time-outs likelier.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.{ts,mjs}',
            'apps/{web,agent}/src/**/*.test.{ts,tsx}',
            'prisma/scripts/**/*.test.mjs',
            'scripts/**/*.test.mjs',
          ],
          exclude: ['scripts/set-up.test.mjs'],
          testTimeout: 20_000,
        },
      },
      serverTests('sqlite'),
      serverTests('postgresql'),
      {
        test: {
          name: 'clis',
          include: ['e2e/clis/**/*.test.ts'],
          // Real CLIs start processes of their own; side by side they starve each other.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'set-up',
          include: ['scripts/set-up.test.mjs'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 60_000,
        },
      },
      ...slowClis,
    ],
  },
});
