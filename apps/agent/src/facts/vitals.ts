import { readFile, statfs } from 'node:fs/promises';
import { freemem, loadavg } from 'node:os';
import type { Vitals } from '@open-ace/contracts/machine';

/** How the machine fares now. */
export async function vitalsOf(home: string): Promise<Vitals> {
  const disk = await statfs(home).catch(() => null);
  return {
    cpuLoad: Math.max(0, loadavg()[0] ?? 0),
    memoryFreeBytes: (await availableMemory()) ?? freemem(),
    diskBytes: disk ? disk.blocks * disk.bsize : 0,
    diskFreeBytes: disk ? disk.bavail * disk.bsize : 0,
  };
}

/** Free memory as Linux counts it, with what its caches would give back. */
async function availableMemory(): Promise<number | null> {
  const text = await readFile('/proc/meminfo', 'utf8').catch(() => '');
  const [, kilobytes] = /^MemAvailable:\s+(\d+) kB$/m.exec(text) ?? [];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
