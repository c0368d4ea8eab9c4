import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { patiently, temporaryFolder } from '../testing.ts';
import { CliProcess } from './cli-process.ts';
import { Guardian } from './guardian.ts';

const guardian = new Guardian();

async function start(script: string, more: { cwd?: string; secret?: string; masked?: string[] } = {}) {
  return CliProcess.start(
    {
      path: '/bin/sh',
      args: ['-c', script],
      cwd: more.cwd ?? '/',
      env: { PATH: '/usr/bin:/bin' },
      masked: more.masked ?? [],
      secret: more.secret,
    },
    guardian,
  );
}

async function linesOf(cli: CliProcess): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of cli.lines()) lines.push(line);
  return lines;
}

describe.skipIf(process.platform === 'win32')('a CLI', () => {
  test('speaks in lines, whole ones, also where pieces of them come apart', async () => {
    const cli = await start('printf "one\\ntw"; sleep 0.1; printf "o\\n\\nGr\\303"; sleep 0.1; printf "\\266\\303\\237e"');
    expect(await linesOf(cli)).toEqual(['one', 'two', '', 'Größe']);
    expect(await cli.end()).toEqual({ exitCode: 0, stderr: '' });
  });

  test('is not read further while its lines are not taken', async () => {
    await using folder = await temporaryFolder();
    const progress = join(folder.path, 'progress');
    writeFileSync(progress, '');
    const cli = await start(`n=0; while [ $n -lt 3000 ]; do printf '%01000d\\n' $n; n=$((n+1)); echo >> ${progress}; done`);
    const written = () => readFileSync(progress).length;
    let taken = 0;
    let letOn = () => {};
    const standing = new Promise<void>((resolve) => {
      letOn = resolve;
    });
    const reading = (async () => {
      for await (const line of cli.lines()) {
        expect(Number(line)).toBe(taken++);
        if (taken === 10) await standing;
      }
    })();
    await expect.poll(() => taken, patiently).toBe(10);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = written();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(written()).toBe(before);
    expect(before).toBeLessThan(1500);
    letOn();
    await reading;
    expect(taken).toBe(3000);
  });

  test('gets its secret on a descriptor that nobody can read again', async () => {
    const cli = await start('read -r secret <&3; echo "$secret"; timeout 1 cat /proc/$$/fd/3; env | grep -c hush', { secret: 'hush\n' });
    expect(await linesOf(cli)).toEqual(['hush', '0']);
  });

  test('ends with the end of what it wrote on stderr, without its secrets', async () => {
    const cli = await start('i=0; while [ $i -lt 2000 ]; do echo "noise $i" >&2; i=$((i+1)); done; echo "the token is hush" >&2; exit 7', {
      masked: ['hush'],
    });
    await linesOf(cli);
    const { exitCode, stderr } = await cli.end();
    expect(exitCode).toBe(7);
    expect(stderr).toMatch(/noise 1999\nthe token is \[secret\]$/);
    expect(stderr.length).toBeLessThanOrEqual(4000);
  });

  test('has ended when it is gone, though something it left behind holds its output open', async () => {
    const cli = await start('sleep 30 & echo bye');
    const startedAt = Date.now();
    expect(await linesOf(cli)).toEqual(['bye']);
    expect(Date.now() - startedAt).toBeLessThan(5000);
  });

  test('that cannot be started is said by name', async () => {
    const command = { path: '/nowhere/claude', args: [], cwd: '/', env: {}, masked: [] };
    await expect(CliProcess.start(command, guardian)).rejects.toThrow('/nowhere/claude could not be started');
  });

  test('ends by itself when its input ends', async () => {
    const cli = await start('cat > /dev/null; exit 5');
    await cli.stop();
    expect((await cli.end()).exitCode).toBe(5);
  });

  test('is asked to end where that is not enough', async () => {
    const cli = await start('trap "exit 9" TERM; while :; do sleep 0.1; done');
    const startedAt = Date.now();
    await cli.stop();
    expect((await cli.end()).exitCode).toBe(9);
    expect(Date.now() - startedAt).toBeGreaterThan(1900);
  });

  test('is ended by force, with what it started, where it does not listen', { timeout: 20_000 }, async () => {
    const cli = await start('trap "" TERM; sleep 1000 & echo $!; while :; do sleep 0.1; done');
    const [child] = [Number((await cli.lines().next()).value)];
    await cli.stop();
    expect((await cli.end()).exitCode).toBeNull();
    await expect.poll(() => isAlive(child ?? 0), patiently).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
