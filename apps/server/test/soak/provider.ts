import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountEntry } from '@open-ace/testkit/fake-llm';
import { request } from 'undici';

/** The fake provider as a process of its own, which keeps its account whatever happens to our server. */
export interface SoakProvider {
  url: string;
  /** Ids of answers repeat from now on, or not. */
  setRing(size: number | null): Promise<void>;
  /** Once nothing is being answered any more. */
  account(): Promise<AccountEntry[]>;
  close(): Promise<void>;
}

export async function startProvider(): Promise<SoakProvider> {
  const program = createRequire(import.meta.url).resolve('@open-ace/testkit/fake-llm');
  const child = spawn(process.execPath, [program, '--drop-bodies', '--drop-requests'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  const accountNow = async () => {
    const { body } = await request(`${url}/__fake/account`);
    return (await body.json()) as AccountEntry[];
  };
  return {
    url,
    async setRing(size) {
      const { body } = await request(`${url}/__fake/ring`, { method: 'POST', body: JSON.stringify({ size }) });
      await body.dump();
    },
    async account() {
      for (let tries = 0; ; tries++) {
        const account = await accountNow();
        const open = account.filter(({ ending }) => ending === 'open').length;
        if (open === 0) return account;
        if (tries === 20) throw new Error(`The provider still answers ${open} calls of which nobody is left.`);
        await sleep(250);
      }
    },
    async close() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
