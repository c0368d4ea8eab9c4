import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { AcpAgent } from '../../../packages/contracts/src/acp-agent.ts';

const agentPackage = new URL('../../../apps/agent/package.json', import.meta.url);

interface Flood {
  readonly agent: AcpAgent;
  readonly path: string;
  /** How long the server takes for each event. */
  readonly eventMs: number;
  /** After which the session is stopped. */
  readonly stopAfterMs: number;
}

/** What it came to. */
interface Flooded {
  /** Of memory, above what it took before. */
  readonly peakMegabytes: number;
  readonly events: number;
  readonly types: readonly string[];
  readonly end: { readonly exitCode: number | null; readonly stderr: string };
}

/** The ACP driver alone in a process, so that its memory is nobody else's. */
const program = (flood: Flood & { dir: string }) => `
  import { setTimeout as pause } from 'node:timers/promises';
  import { acpDriver } from './src/drivers/acp/driver.ts';
  import { Guardian } from './src/drivers/guardian.ts';

  const { agent, path, dir, eventMs, stopAfterMs } = ${JSON.stringify(flood)};
  const driver = acpDriver(agent, { environment: process.env, dir, guardian: new Guardian() });
  let events = 0;
  const types = new Set();
  let turnEnded = () => undefined;
  const turn = new Promise((resolve) => { turnEnded = resolve; });
  const session = await driver.start({
    tool: { tool: agent.id, path, version: '1.2.3' },
    cwd: dir,
    model: '',
    permissionMode: 'ask',
    toolSessionId: 'x',
    resume: false,
    forkOf: null,
    allowedRules: [],
    args: [],
    gateway: { url: 'http://127.0.0.1:9/llm', token: 'x' },
    emit: async ({ type }) => {
      events++;
      types.add(type);
      if (type === 'turn_ended') turnEnded();
      if (eventMs > 0) await pause(eventMs);
    },
  });
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 20);
  await session.send({ text: 'go', images: [] });
  await Promise.race([session.ended, turn, pause(stopAfterMs)]);
  await session.stop();
  const end = await session.ended;
  clearInterval(watch);
  console.log(JSON.stringify({ peakMegabytes: (peak - before) / 2 ** 20, events, types: [...types], end }));
  process.exit();
`;

export async function flood(options: Flood): Promise<Flooded> {
  const dir = await mkdtemp(join(tmpdir(), 'openace-flood-'));
  try {
    const outfile = join(dir, 'agent.mjs');
    await createRequire(agentPackage)('esbuild').build({
      stdin: { contents: program({ ...options, dir }), resolveDir: dirname(fileURLToPath(agentPackage)), loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
    });
    // A small nursery: what is measured is what is held, not what is not collected yet.
    const { stdout } = await promisify(execFile)(process.execPath, ['--max-semi-space-size=4', outfile], { timeout: 100_000 });
    return JSON.parse(stdout);
  } finally {
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
