import { readFile } from 'node:fs/promises';
import { arch, cpus, homedir, hostname, release, totalmem, type } from 'node:os';
import type { MachineFacts, MachineTool } from '@open-ace/contracts/machine';
import { PROTOCOL_VERSION } from '@open-ace/contracts/protocol';
import { build } from '../build.ts';

export const isRoot = (): boolean => process.getuid?.() === 0;

/** What the server is told of this machine. */
export async function machineFacts(tools: MachineTool[]): Promise<MachineFacts> {
  const processors = cpus();
  return {
    hostname: hostname().slice(0, 255),
    os: (await systemName()).slice(0, 100),
    arch: arch(),
    cpuModel: (processors[0]?.model.trim() ?? '').slice(0, 200),
    cpus: processors.length,
    memoryBytes: totalmem(),
    agentVersion: build.version,
    protocol: PROTOCOL_VERSION,
    root: isRoot(),
    homeFolder: homedir().slice(0, 4096),
    tools,
  };
}

async function systemName(): Promise<string> {
  const file = await readFile('/etc/os-release', 'utf8').catch(() => '');
  const [, name] = /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(file) ?? [];
  return name ?? `${type()} ${release()}`;
}
