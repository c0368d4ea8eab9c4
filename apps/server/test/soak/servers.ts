import { bundleServer, type ServerProcess, startServerProcess } from '../server-process.ts';

/** One server after another on the same database. */
export interface Servers {
  /** The address of the one that runs, once one does. */
  url(): Promise<string>;
  /** As a crash does it, and then starts the next one. */
  killAndRestart(): Promise<void>;
  /** Epoch milliseconds of each kill. */
  killedAt: number[];
  /** Ends the one that runs as a service manager does, and starts the next one. */
  stopAndRestart(): Promise<void>;
  close(): Promise<void>;
}

export async function startServers(env: Record<string, string>): Promise<Servers> {
  const program = await bundleServer();
  const start = () => startServerProcess(program.path, env);
  let running: Promise<ServerProcess> = start();
  const killedAt: number[] = [];
  return {
    killedAt,
    url: async () => (await running).url,
    async killAndRestart() {
      const before = await running;
      killedAt.push(Date.now());
      running = before.kill().then(start);
      await running;
    },
    async stopAndRestart() {
      const before = await running;
      running = before.stop().then((code) => {
        if (code !== 0) throw new Error(`The server ended with ${code} when it was stopped.`);
        return start();
      });
      await running;
    },
    async close() {
      const last = await running.catch(() => null);
      await last?.kill();
      program.remove();
    },
  };
}
