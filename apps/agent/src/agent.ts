import { join } from 'node:path';
import type { Welcome } from '@open-ace/contracts/machine';
import { listConversations } from '@open-ace/history/conversations';
import { Box } from './box/box.ts';
import { pushBox } from './box/push.ts';
import { Executor, type Handlers } from './commands/executor.ts';
import { Journal } from './commands/journal.ts';
import type { Config } from './config.ts';
import { Connection } from './connection/connection.ts';
import { enrol } from './connection/enrol.ts';
import { Drivers } from './drivers/drivers.ts';
import { Ending, exitCodes } from './ending.ts';
import { machineFacts } from './facts/machine-facts.ts';
import { Tools } from './facts/tools.ts';
import { vitalsOf } from './facts/vitals.ts';
import { findFiles } from './folders/find-files.ts';
import { absolute, forbiddenFolders, requireFolder } from './folders/forbidden.ts';
import { listFolders } from './folders/list-folders.ts';
import { Remotes } from './git/remotes.ts';
import { FileCursors } from './history/file-cursors.ts';
import { Follower } from './history/follower.ts';
import type { Log } from './logger.ts';
import { pause } from './pause.ts';
import { Refusal } from './refusal.ts';
import { lastLines } from './rotated-file.ts';
import { LiveSessions } from './sessions/live.ts';
import { Sessions } from './sessions/sessions.ts';
import { type Credential, readCredential, writeCredential } from './state/credential.ts';
import { instanceIdOf } from './state/instance.ts';
import { noteConnection } from './state/last-connection.ts';
import { lockFolder } from './state/lock.ts';
import { installTool } from './tools/install-tool.ts';

/** Together less than the ten seconds that supervisors grant. A CLI whose words have no room any more would be waited for without end. */
const stopMs = 7000;
const flushMs = 1000;
const goodbyeMs = 1500;

/** Works for one server until the signal. Throws an Ending where that cannot go on. */
export async function runAgent(config: Config, log: Log, signal: AbortSignal): Promise<void> {
  const drivers = new Drivers(config);
  const lock = await lockFolder(config.dir);
  try {
    const tools = new Tools(drivers, config.environment, config.home, log);
    const known = await knownCredential(config);
    const credential = known ?? (await enrolFrom(config, tools, log, signal));
    if (!credential || signal.aborted) return;
    try {
      await work(config, credential, drivers, tools, log, signal);
    } catch (error) {
      // The server was set up anew, and its token for this machine is at hand.
      const isRefused = error instanceof Ending && error.exitCode === exitCodes.refused;
      if (!isRefused || !known || !config.registrationToken) throw error;
      const renewed = await enrolFrom(config, tools, log, signal);
      if (renewed) await work(config, renewed, drivers, tools, log, signal);
    }
  } finally {
    await lock.release();
  }
}

const isLoopback = (url: string) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname);

/** The credential of this folder, for the server that is asked for: one server's credential is not shown to another. */
async function knownCredential({ dir, serverUrl, registrationToken }: Config): Promise<Credential | null> {
  const credential = await readCredential(dir);
  if (!credential || !serverUrl || new URL(serverUrl).origin === new URL(credential.serverUrl).origin) return credential;
  // The server of this very machine may come up on another port.
  if (isLoopback(serverUrl) && isLoopback(credential.serverUrl)) return { ...credential, serverUrl };
  if (registrationToken) return null;
  throw new Ending(
    `This machine belongs to ${credential.serverUrl}. To move it: openace-agent enrol --server ${serverUrl} --token <token>`,
    exitCodes.refused,
  );
}

async function enrolFrom(config: Config, tools: Tools, log: Log, signal: AbortSignal): Promise<Credential | null> {
  const { dir, serverUrl, registrationToken } = config;
  if (!serverUrl || !registrationToken) {
    throw new Ending(
      'This machine is not enrolled. Get a registration token from the server and run: openace-agent enrol --server <url> --token <token>',
      exitCodes.refused,
    );
  }
  const facts = await machineFacts(await tools.list());
  return enrol({ dir, serverUrl, token: registrationToken, trust: config.trust, instanceId: await instanceIdOf(dir), facts, log }, signal);
}

async function work(config: Config, credential: Credential, drivers: Drivers, tools: Tools, log: Log, signal: AbortSignal): Promise<void> {
  const { dir, home, environment } = config;
  const ended = new AbortController();
  const instanceId = await instanceIdOf(dir);
  const places = { home, forbidden: forbiddenFolders(dir, config.serverDataDir), roots: config.allowedRoots };
  const box = await Box.open(join(dir, 'box'), {
    maxBytes: config.boxBytes,
    log,
    onFull: () => log.warn('too much waits for the server; sessions stand still until it has some of it'),
  });
  const journal = await Journal.open(dir);
  const cursors = await FileCursors.open(dir);
  const sessions = new Sessions({
    drivers,
    tools,
    places,
    maxSessions: config.maxSessions,
    serverUrl: credential.serverUrl,
    box,
    live: new LiveSessions(dir),
    log,
  });
  await sessions.reportOrphans();

  const connection = new Connection({
    credential,
    trust: config.trust,
    instanceId,
    facts: async () => machineFacts(await tools.list()),
    vitals: () => vitalsOf(home),
    onWelcome: ({ historyPolicy, acpAgents }: Welcome) => {
      follower.setPolicy(historyPolicy);
      if (drivers.add(acpAgents)) void retell();
      noteConnection(dir, new Date()).catch((error: unknown) => log.warn({ err: error }, 'the time of this connection was not kept'));
    },
    onCommand: (command) => executor.receive(command),
    log,
  });
  const follower = new Follower({
    home,
    environment,
    cursors,
    remotes: new Remotes(),
    push: (reports, until) => connection.call((api) => api.collection.push.mutate({ reports }), until),
    pushProgress: async (sources, until) => void (await connection.call((api) => api.collection.progress.mutate({ sources }), until)),
    log,
  });
  const handlers: Handlers = {
    'session.start': (body) => sessions.start(body),
    'session.send': (body) => sessions.send(body),
    'session.respond': (body) => sessions.respond(body),
    'session.setRules': (body) => sessions.setRules(body),
    'session.interrupt': (body) => sessions.interrupt(body),
    'session.setModel': (body) => sessions.setModel(body),
    'session.setMode': (body) => sessions.setMode(body),
    'session.stop': (body) => sessions.stop(body),
    'collection.sweep': async () => {
      // What may be read may have been changed meanwhile.
      await connection.refresh(ended.signal);
      return follower.sweep();
    },
    'tool.install': async (body, tell) => {
      await installTool(body, config, tell);
      await connection.refresh(ended.signal);
    },
    'credential.rotate': async ({ credential: fresh }) => {
      if (!fresh) throw new Refusal('The server did not say which credential to take.');
      const rotated = { ...credential, credential: fresh };
      await writeCredential(dir, rotated);
      await connection.takeCredential(rotated, ended.signal);
    },
    'log.tail': async ({ lines }) => ({ lines: lastLines(config.logFile, lines) }),
    'folder.list': ({ path }) => listFolders(path, places),
    'conversation.list': async ({ cwd, tool, withWords }) => {
      const folders = [absolute(cwd, home), await requireFolder(cwd, places)];
      return listConversations({ home, env: environment, tool, folders, withWords });
    },
    'file.find': ({ cwd, query }) => findFiles(cwd, query, places),
  };
  const report = async (told: Parameters<ConstructorParameters<typeof Executor>[0]['report']>[0]) =>
    void (await connection.call((api) => api.machine.reportCommand.mutate(told), ended.signal));
  const executor = new Executor({ journal, handlers, report, log });

  const pushing = pushBox(box, (events, until) => connection.call((api) => api.session.push.mutate(events), until), ended.signal, log);
  const following = follower.run(ended.signal);
  const connecting = connection.run(ended.signal);
  const retell = () =>
    connection.refresh(ended.signal).catch((error: unknown) => log.warn({ err: error }, 'the server was not told of a change'));
  const watching = tools.watch(retell, ended.signal);
  try {
    await Promise.race([connecting, pushing, following, untilAborted(signal)]);
  } finally {
    await withinTime(sessions.stopAll(), stopMs);
    // What the sessions said last should be there before the machine is offline; whatever is not is sent the next time.
    await pause(flushMs, whenEmpty(box, connection));
    await connection.goodbye(goodbyeMs);
    ended.abort();
    await Promise.allSettled([connecting, pushing, following, watching]);
    await Promise.allSettled([box.close(), journal.close(), cursors.close()]);
  }
}

async function withinTime(work: Promise<void>, ms: number): Promise<void> {
  const patience = new AbortController();
  await Promise.race([work, pause(ms, patience.signal)]);
  patience.abort();
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Comes as soon as there is nothing left to send, or nowhere to send it. */
function whenEmpty(box: Box, connection: Connection): AbortSignal {
  const empty = new AbortController();
  const timer = setInterval(() => {
    if (!box.isEmpty && connection.isOnline) return;
    clearInterval(timer);
    empty.abort();
  }, 20);
  setTimeout(() => clearInterval(timer), flushMs).unref();
  return empty.signal;
}
