import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programOf, type TestedTool } from './cli-programs.ts';

const agentPackage = new URL('../../apps/agent/package.json', import.meta.url);

interface DoomedAgent {
  readonly tool: TestedTool;
  /** Within the versions that the driver knows. */
  readonly version: string;
  readonly home: string;
  readonly url: string;
  readonly token: string;
  /** What the tool asks leave for, by the rule that the driver makes of it. */
  readonly allowedRule: string;
  readonly message: string;
}

/** A driver as the agent has it, in a process of its own, with a session whose tool does not end by itself. */
const program = (options: DoomedAgent & { path: string }) => `
  import { Drivers } from './src/drivers/drivers.ts';

  const { tool, path, version, home, url, token, allowedRule, message } = ${JSON.stringify(options)};
  const environment = { ...process.env, HOME: home };
  const driver = new Drivers({ environment, home, dir: home + '/agent' }).find(tool);
  const session = await driver.start({
    tool: { tool, path, version },
    cwd: home + '/project',
    model: 'fake-model',
    permissionMode: 'ask',
    toolSessionId: crypto.randomUUID(),
    resume: false,
    forkOf: null,
    allowedRules: [allowedRule],
    args: [],
    gateway: { url: url + '/llm', token },
    emit: async () => undefined,
  });
  await session.send({ text: message, images: [] });
`;

export async function startDoomedAgent(options: DoomedAgent) {
  const { build } = createRequire(agentPackage)('esbuild');
  const outfile = join(options.home, 'doomed-agent.mjs');
  await build({
    stdin: {
      contents: program({ ...options, path: programOf(options.tool) }),
      resolveDir: dirname(fileURLToPath(agentPackage)),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
  });
  const child = spawn(process.execPath, [outfile], { stdio: 'inherit' });
  return { pid: child.pid ?? 0, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}
