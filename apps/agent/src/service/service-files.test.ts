import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing.ts';
import { hasEntry, withEntry, withoutEntry } from './crontab.ts';
import { launchdPlist } from './launchd-plist.ts';
import { cmdLauncher, shellLauncher } from './launcher.ts';
import type { ServicePlan } from './service.ts';
import { systemdUnit } from './systemd-unit.ts';
import { taskXml } from './task-xml.ts';

/** Everything that one of the formats takes for something else. */
const plan: ServicePlan = {
  node: '/opt/no de/bin/node',
  entry: `/home/it's/50% of $HOME & <all>/agent.mjs`,
  dir: '/home/a "b"/agent',
  path: '/usr/bin:/home/x y/%bin',
};

const words = `'/opt/no de/bin/node' '/home/it'\\''s/50\\% of $HOME & <all>/agent.mjs' 'service' 'supervise' '--dir' '/home/a "b"/agent'`;
const cronLine = `@reboot PATH='/usr/bin:/home/x y/\\%bin' ${words} >/dev/null 2>&1 # openace-agent\n`;

test('a unit of the system names paths as they are, starts after the network, and again except where that cannot help', () => {
  expect(systemdUnit(plan, 'system')).toBe(`[Unit]
Description=Open ACE agent
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart="/opt/no de/bin/node" "/home/it's/50%% of $$HOME & <all>/agent.mjs" run
Environment="PATH=/usr/bin:/home/x y/%%bin" "OPENACE_AGENT_DIR=/home/a \\"b\\"/agent"
Restart=always
RestartSec=2
RestartSteps=8
RestartMaxDelaySec=300
RestartPreventExitStatus=2 3
KillMode=mixed
TimeoutStopSec=20

[Install]
WantedBy=multi-user.target
`);
});

test('a unit of one user belongs to their session and waits for no network target, which they do not have', () => {
  const unit = systemdUnit(plan, 'user');
  expect(unit).toContain('WantedBy=default.target\n');
  expect(unit).not.toContain('network');
});

const analyze = spawnSync('systemd-analyze', ['--version']).status === 0;
test.skipIf(!analyze)('systemd itself finds nothing wrong with a unit of such paths', async () => {
  await using folder = await temporaryFolder();
  const strange = join(folder.path, '50% of $HOME');
  mkdirSync(strange);
  symlinkSync(process.execPath, join(strange, 'node'));
  const file = join(folder.path, 'openace-agent.service');
  writeFileSync(file, systemdUnit({ ...plan, node: join(strange, 'node') }, 'system'));
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
  // Versions before 254 do not know how to wait longer each time, and say so.
  expect(stderr.split('\n').filter((line) => line.includes('openace-agent') && !/Restart(Steps|MaxDelaySec)/.test(line))).toEqual([]);
  expect(status).toBe(0);
});

test('a property list starts the supervisor at log-in, and again when it fails', () => {
  expect(launchdPlist(plan)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>com.openace.agent</string>
  <key>ProgramArguments</key>
  <array>
    <string>/opt/no de/bin/node</string>
    <string>/home/it's/50% of $HOME &amp; &lt;all&gt;/agent.mjs</string>
    <string>service</string>
    <string>supervise</string>
    <string>--dir</string>
    <string>/home/a &quot;b&quot;/agent</string>
  </array>
  <key>EnvironmentVariables</key>
  <dict>
    <key>PATH</key>
    <string>/usr/bin:/home/x y/%bin</string>
  </dict>
  <key>RunAtLoad</key>
  <true/>
  <key>KeepAlive</key>
  <dict>
    <key>SuccessfulExit</key>
    <false/>
  </dict>
  <key>ThrottleInterval</key>
  <integer>10</integer>
  <key>ExitTimeOut</key>
  <integer>20</integer>
</dict>
</plist>
`);
});

test('a task of Windows runs for its user without an end, on batteries too', () => {
  const windows = {
    ...plan,
    node: 'C:\\Program Files\\nodejs\\node.exe',
    entry: 'C:\\Users\\A & B\\agent.mjs',
    dir: 'C:\\Users\\A & B\\agent',
  };
  expect(taskXml(windows, 'OFFICE\\A & B')).toBe(`<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Open ACE agent</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger>
      <Enabled>true</Enabled>
      <UserId>OFFICE\\A &amp; B</UserId>
    </LogonTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <UserId>OFFICE\\A &amp; B</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Hidden>true</Hidden>
    <RestartOnFailure>
      <Interval>PT1M</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>C:\\Program Files\\nodejs\\node.exe</Command>
      <Arguments>&quot;C:\\Users\\A &amp; B\\agent.mjs&quot; &quot;service&quot; &quot;supervise&quot; &quot;--dir&quot; &quot;C:\\Users\\A &amp; B\\agent&quot;</Arguments>
    </Exec>
  </Actions>
</Task>
`);
});

describe('a crontab', () => {
  test.each([
    ['', cronLine],
    ['0 5 * * * backup\n', `0 5 * * * backup\n${cronLine}`],
    ['0 5 * * * backup', `0 5 * * * backup\n${cronLine}`],
  ])('of %j keeps what is in it', (before, after) => {
    expect(withEntry(before, plan)).toBe(after);
    expect(withEntry(after, plan)).toBe(after);
    expect(hasEntry(before)).toBe(false);
    expect(hasEntry(after)).toBe(true);
    expect(withoutEntry(after)).toBe(before === '' || before.endsWith('\n') ? before : `${before}\n`);
  });

  test.skipIf(process.platform === 'win32')('gives a shell the words that were meant, once cron has read its per cent signs', async () => {
    await using folder = await temporaryFolder();
    const node = join(folder.path, 'no de');
    writeFileSync(node, '#!/bin/sh\nprintf "%s\\n" "$PATH" "$@" >"$0.said"\n', { mode: 0o755 });
    const [, command = ''] = /^@reboot (.*)\n$/.exec(withEntry('', { ...plan, node })) ?? [];
    execFileSync('/bin/sh', ['-c', command.replaceAll('\\%', '%')]);
    const said = execFileSync('/bin/cat', [`${node}.said`], { encoding: 'utf8' });
    expect(said.split('\n')).toEqual([plan.path, plan.entry, 'service', 'supervise', '--dir', plan.dir, '']);
  });
});

describe('a launcher', () => {
  test.skipIf(process.platform === 'win32')(
    'starts the program with its arguments, also once the Node it was installed with is gone',
    async () => {
      await using folder = await temporaryFolder();
      const entry = join(folder.path, `it's $HOME.mjs`);
      const launcher = join(folder.path, 'launcher');
      writeFileSync(entry, 'console.log(JSON.stringify(process.argv.slice(2)))');
      for (const node of [process.execPath, '/nowhere/node']) {
        writeFileSync(launcher, shellLauncher(node, entry), { mode: 0o755 });
        const path = `${join(process.execPath, '..')}:/usr/bin:/bin`;
        expect(execFileSync(launcher, ['a b', '$x'], { encoding: 'utf8', env: { PATH: path } })).toBe('["a b","$x"]\n');
      }
    },
  );

  test('of Windows doubles per cent signs', () => {
    expect(cmdLauncher('C:\\node.exe', 'C:\\50%\\agent.mjs')).toBe('@echo off\r\n"C:\\node.exe" "C:\\50%%\\agent.mjs" %*\r\n');
  });
});
