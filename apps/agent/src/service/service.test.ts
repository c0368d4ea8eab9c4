import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holderOf } from '../state/lock.ts';
import { builtProgram, patiently, temporaryFolder } from '../testing.ts';
import { findService, requireService } from './choose-service.ts';
import type { ServicePlan, Surroundings } from './service.ts';
import { supervisorFolder } from './supervise.ts';

/**
 * The programs of service managers are stand-ins that write down how they were called: no service manager runs where these tests do. What cron would
 * start with the machine is started for real.
 */
const standIns = {
  systemctl:
    'case "$*" in *is-active*) [ -e "$HOME/active" ] ;; *restart*|*" start "*) : >"$HOME/active" ;; *stop*|*disable*) rm -f "$HOME/active" ;; esac',
  loginctl: 'echo no',
  crontab:
    'case $1 in -l) [ -e "$HOME/crontab" ] && exec /bin/cat "$HOME/crontab"; echo "no crontab" >&2; exit 1 ;; -) exec /bin/cat >"$HOME/crontab" ;; esac',
} as const;

let entry: string;
let built: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  built = await temporaryFolder();
  entry = await builtProgram(built.path);
});
afterAll(() => built[Symbol.asyncDispose]());

async function machine(programs: readonly (keyof typeof standIns)[], { uid = 1000 } = {}) {
  const folder = await temporaryFolder();
  const home = realpathSync(folder.path);
  const bin = join(home, 'programs');
  mkdirSync(bin);
  for (const program of programs) {
    const script = `#!/bin/sh\necho "${program} $*" >>"$HOME/called"\n${standIns[program]}\n`;
    writeFileSync(join(bin, program), script, { mode: 0o755 });
  }
  const environment = { HOME: home, PATH: `${bin}:/usr/bin:/bin` };
  if (!programs.includes('crontab')) environment.PATH = bin;
  const systemdRuntime = join(home, 'run');
  if (programs.includes('systemctl')) mkdirSync(systemdRuntime);
  const surroundings: Surroundings = { platform: 'linux', uid, home, environment, systemdRuntime, systemUnits: join(home, 'etc') };
  const plan: ServicePlan = { node: process.execPath, entry, dir: join(home, 'agent'), path: environment.PATH };
  return {
    home,
    plan,
    surroundings,
    service: () => requireService(plan, surroundings),
    called: () => readFileSync(join(home, 'called'), 'utf8').trim().split('\n'),
    forget: () => writeFileSync(join(home, 'called'), ''),
    [Symbol.asyncDispose]: folder[Symbol.asyncDispose],
  };
}

describe.skipIf(process.platform === 'win32')('with systemd', () => {
  test('a person’s service is a unit of theirs, with the advice that lets it outlive their log-out', async () => {
    await using it = await machine(['systemctl', 'loginctl', 'crontab']);
    const service = await it.service();
    expect(service).toMatchObject({ kind: 'systemd', place: join(it.home, '.config/systemd/user/openace-agent.service') });
    expect(await service.state()).toBe('absent');
    it.forget();
    expect(await service.install()).toEqual([expect.stringContaining('sudo loginctl enable-linger ')]);
    expect(it.called().slice(0, 3)).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable openace-agent.service',
      'systemctl --user restart openace-agent.service',
    ]);
    expect(readFileSync(service.place, 'utf8')).toContain('WantedBy=default.target');
    expect(await service.state()).toBe('running');
    await service.stop();
    expect(await service.state()).toBe('stopped');
    await service.start();
    await service.uninstall();
    expect(await service.state()).toBe('absent');
    expect(existsSync(service.place)).toBe(false);
  });

  test('root’s is one of the system', async () => {
    await using it = await machine(['systemctl', 'loginctl'], { uid: 0 });
    const service = await it.service();
    it.forget();
    expect(await service.install()).toEqual([]);
    expect(service.place).toBe(join(it.home, 'etc/openace-agent.service'));
    expect(it.called()[0]).toBe('systemctl daemon-reload');
  });

  test('that is on the disk but does not run the machine, cron is taken', async () => {
    await using it = await machine(['systemctl', 'crontab']);
    expect(await findService(it.plan, { ...it.surroundings, systemdRuntime: '/nowhere' })).toMatchObject({ kind: 'cron' });
  });

  test('what it answers is told', async () => {
    await using it = await machine(['systemctl', 'loginctl']);
    writeFileSync(
      join(it.home, 'programs/systemctl'),
      '#!/bin/sh\n[ "$2" = show-environment ] && exit\necho "Access denied" >&2; exit 4\n',
    );
    await expect((await it.service()).install()).rejects.toThrow('systemctl --user daemon-reload failed: Access denied');
  });
});

describe.skipIf(process.platform === 'win32')('with cron', () => {
  test('the supervisor is there at once and after a reboot, until it is stopped; other entries stay', async () => {
    await using it = await machine(['crontab']);
    writeFileSync(join(it.home, 'crontab'), '0 5 * * * backup\n');
    // An agent that tries to reach a server that is not there lives as long as it is left to.
    mkdirSync(it.plan.dir);
    const nobody = { serverUrl: 'http://127.0.0.1:9', machineId: '01890000-0000-7000-8000-000000000001', credential: 'ace_m_x' };
    writeFileSync(join(it.plan.dir, 'credential.json'), JSON.stringify(nobody));
    const service = await it.service();
    expect(service.kind).toBe('cron');
    await service.install();
    try {
      expect(await service.state()).toBe('running');
      expect(readFileSync(join(it.home, 'crontab'), 'utf8')).toMatch(/^0 5 \* \* \* backup\n@reboot PATH=.* # openace-agent\n$/);
      await expect.poll(() => holderOf(it.plan.dir), patiently).not.toBeNull();
      const supervisor = await holderOf(supervisorFolder(it.plan.dir));
      const agent = await holderOf(it.plan.dir);
      expect(agent).not.toBe(supervisor);
      // Whoever kills the agent finds another one a moment later.
      process.kill(agent ?? 0, 'SIGKILL');
      await expect.poll(async () => [null, agent].includes(await holderOf(it.plan.dir)), patiently).toBe(false);
    } finally {
      await service.stop();
    }
    expect(await holderOf(it.plan.dir)).toBeNull();
    expect(await service.state()).toBe('stopped');
    await service.uninstall();
    expect(await service.state()).toBe('absent');
    expect(readFileSync(join(it.home, 'crontab'), 'utf8')).toBe('0 5 * * * backup\n');
  });
});

test.skipIf(process.platform === 'win32')('without either the person is told to start it by other means', async () => {
  await using it = await machine([]);
  expect(await findService(it.plan, it.surroundings)).toBeNull();
  await expect(it.service()).rejects.toThrow('openace-agent run');
});
