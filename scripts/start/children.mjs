import { fork, spawn } from 'node:child_process';
import { closeSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { ownGroup } from '../setup/processes.mjs';

const serverMain = join(root, 'apps/server/dist/main.js');
const serverCli = join(root, 'apps/server/dist/cli.js');
const agentMain = join(root, 'apps/agent/dist/main.js');

/** The server, which tells its address, the set-up link and the agent's registration token over IPC. */
export function startServer({ env, logs }) {
  return withLog(logs, 'server', (log) =>
    fork(serverMain, [], { cwd: root, env, execArgv: ['--enable-source-maps'], stdio: ['ignore', log, log, 'ipc'], ...ownGroup }),
  );
}

export function startAgent({ env, logs, dataFolder, serverUrl, registrationToken }) {
  const folder = agentFolder(dataFolder);
  const agentEnv = {
    // The sessions that an agent starts must not inherit the server's secrets.
    ...withoutServerSettings(env, /^OPENACE_AGENT_/),
    OPENACE_SERVER_URL: serverUrl,
    OPENACE_AGENT_DIR: folder,
    ...(registrationToken && !isEnrolled(dataFolder) ? { OPENACE_REGISTRATION_TOKEN: registrationToken } : {}),
  };
  return withLog(logs, 'agent', (log) =>
    // The channel carries no messages: it closes when we die, which tells the agent to stop.
    fork(agentMain, ['run'], {
      cwd: root,
      env: agentEnv,
      execArgv: ['--enable-source-maps'],
      stdio: ['ignore', log, log, 'ipc'],
      ...ownGroup,
    }),
  );
}

/** Fills a throw-away database; what it prints (the accounts to sign in with) is for the person. */
export function startDemoSeed({ env, logs }) {
  return withLog(logs, 'demo-seed', (log) =>
    spawn(process.execPath, [serverCli, 'demo-seed'], { cwd: root, env, stdio: ['ignore', 'pipe', log], ...ownGroup }),
  );
}

export function isEnrolled(dataFolder) {
  return existsSync(join(agentFolder(dataFolder), 'credential.json'));
}

/** The demo must never meet a real database, whatever this shell is set up for, and shows no real history beside the invented one. */
export function demoEnvironment(env, dataFolder) {
  return {
    ...withoutServerSettings(env, /^(PORT|HOST|OPENACE_ALLOW_PRIVATE_UPSTREAMS)$/),
    OPENACE_DATA_DIR: dataFolder,
    OPENACE_LOCAL_HISTORY: 'off',
  };
}

function withoutServerSettings(env, kept) {
  const server = /^(OPENACE_.*|DATABASE_URL|REDIS_URL|PORT|HOST)(_FILE)?$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => kept.test(name) || !server.test(name)));
}

function agentFolder(dataFolder) {
  return join(dataFolder, 'agent');
}

function withLog(logs, name, start) {
  const log = logs.open(name);
  try {
    return start(log);
  } finally {
    closeSync(log);
  }
}
