import { type ChildProcess, spawn } from 'node:child_process';

/**
 * Ends the processes it was told of once its standard input ends, which is when the agent dies, however it dies. Each leads a group: what
 * was started may be no more than a launcher of the CLI.
 */
const script = `
pids=
while read -r action pid; do
  rest=
  for known in $pids; do [ "$known" = "$pid" ] || rest="$rest $known"; done
  pids=$rest
  [ "$action" = watch ] && pids="$pids $pid"
done
[ -z "$pids" ] && exit 0
groups=
for pid in $pids; do groups="$groups -$pid"; done
kill -TERM $groups 2>/dev/null
sleep 5
kill -KILL $groups 2>/dev/null
`;

/**
 * A CLI whose standard input ends goes on with its turn, and so with its tools, for as long as that takes. This small shell process
 * makes sure that a CLI ends with the agent even where the agent was killed.
 */
export class Guardian {
  #shell: ChildProcess | undefined;

  watch(pid: number): void {
    this.#tell('watch', pid);
  }

  release(pid: number): void {
    if (this.#shell) this.#tell('release', pid);
  }

  #tell(action: 'watch' | 'release', pid: number): void {
    // Windows has no such shell: there a CLI ends with its turn.
    if (process.platform === 'win32') return;
    this.#shell ??= this.#start();
    this.#shell.stdin?.write(`${action} ${pid}\n`);
  }

  #start(): ChildProcess {
    // In a group of its own: whatever is sent to the agent's group must not reach it.
    const shell = spawn('/bin/sh', ['-c', script], { stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: { PATH: '/usr/bin:/bin' } });
    shell.on('error', () => undefined);
    shell.stdin.on('error', () => undefined);
    // It must not keep an agent that is done from ending.
    shell.unref();
    (shell.stdin as unknown as { unref(): void }).unref();
    return shell;
  }
}
