import { UsageReport } from '@open-ace/contracts/history';
import { expect, test } from 'vitest';
import { counted, readHome, temporaryHome, totals } from './testing.ts';

const truth = {
  claude: { requests: 9, input: 9000, output: 401, cacheRead: 1800, cacheWrite: 0 },
  codex: { requests: 4, input: 4000, output: 200, cacheRead: 800, cacheWrite: 0 },
  qwen: { requests: 5, input: 5000, output: 250, cacheRead: 1000, cacheWrite: 0 },
};

test.each(['claude', 'codex', 'qwen'] as const)('the files that %s really wrote give exactly what its requests used', async (tool) => {
  await using home = await temporaryHome();
  await home.addSamples(tool);
  const reports = await readHome(home.path);
  expect(totals(reports)).toEqual(truth[tool]);
  expect(counted(reports)).toHaveLength(reports.length);
  for (const report of reports) expect(UsageReport.parse(report)).toEqual(report);
});
