import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { pause } from '../../pause.ts';
import { Refusal } from '../../refusal.ts';
import { type CliCommand, CliProcess } from '../cli-process.ts';
import type { Guardian } from '../guardian.ts';

const askedEveryMs = 200;

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

/** Starts what has to run beside an agent. Resolves once it listens. */
export async function startBeside(command: CliCommand, port: number, guardian: Guardian, withinMs: number): Promise<CliProcess> {
  const beside = await CliProcess.start(command, guardian);
  void drain(beside);
  const until = Date.now() + withinMs;
  while (!(await listens(port))) {
    if (beside.hasExited || Date.now() > until) {
      await beside.stop();
      throw new Refusal(beside.stderr || `${command.path} ${command.args.join(' ')} did not begin to listen in time.`);
    }
    await pause(askedEveryMs);
  }
  return beside;
}

/** What it says is nobody's business, but it must not be kept from saying it. */
async function drain(beside: CliProcess): Promise<void> {
  const lines = beside.lines();
  while (!(await lines.next().catch(() => ({ done: true }))).done);
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
