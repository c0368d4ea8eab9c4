import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const agentPackage = new URL('../../apps/agent/package.json', import.meta.url);

/** A driver as the agent has it, in a process of its own, with a session whose tool does not end by itself. */
const program = (options: object) => `
  import { Guardian } from './src/drivers/guardian.ts';
  import { claudeCode } from './src/drivers/stream-json/claude-code.ts';
  import { streamJsonDriver } from './src/drivers/stream-json/driver.ts';

  const { home, path, url, token } = ${JSON.stringify(options)};
  const environment = { ...process.env, HOME: home };
  const driver = streamJsonDriver(claudeCode(environment, home), new Guardian());
  const session = await driver.start({
    tool: { tool: 'claude-code', path: path + '/claude', version: '2.1.330' },
    cwd: home + '/project',
    model: 'fake-model',
    permissionMode: 'ask',
    toolSessionId: crypto.randomUUID(),
    resume: false,
    allowedRules: ['Bash(touch begun.txt; sleep 54321)'],
    gateway: { url: url + '/llm', token },
    emit: async () => undefined,
  });
  await session.send('@@fake [{"tool":"shell","command":"touch begun.txt; sleep 54321"}]');
`;

export async function startDoomedAgent(options: { home: string; path: string; url: string; token: string }) {
  const { build } = createRequire(agentPackage)('esbuild');
  const outfile = join(options.home, 'doomed-agent.mjs');
  await build({
    stdin: { contents: program(options), resolveDir: dirname(fileURLToPath(agentPackage)), loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  const child = spawn(process.execPath, [outfile], { stdio: 'inherit' });
  return { pid: child.pid ?? 0, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}
