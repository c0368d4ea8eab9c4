import { setTimeout as sleep } from 'node:timers/promises';
import { ended, killGroup } from '../setup/processes.mjs';

const defaults = { firstMs: 1000, longestMs: 30_000, calmMs: 60_000 };

/** Exit codes with which a child says that starting it again cannot help: EX_CONFIG of sysexits, and the agent that its server refuses. */
const hopeless = [78, 3];

/**
 * Keeps one child running until it is stopped: a death nobody asked for is answered by a new start after a growing pause, which
 * falls back once a child has lived for `calmMs`.
 *
 * @param {object} options
 * @param {string} options.name for the one line a restart gets
 * @param {() => import('node:child_process').ChildProcess} options.start starts it in a process group of its own
 * @param {(line: string) => void} options.say
 * @param {(message: any) => void} [options.onMessage] what the child sends over IPC
 * @param {{ deaths: number, withinMs: number }} [options.limit] more deaths than a restart can mend
 * @param {(reason: string) => void} [options.onGivenUp]
 * @param {Partial<typeof defaults>} [options.backoff]
 */
export function supervise({ name, start, say, onMessage, limit, onGivenUp, backoff }) {
  const stopping = new AbortController();
  const verdict = createVerdict({ ...defaults, ...backoff }, limit);
  let child;

  async function liveOnce() {
    const born = Date.now();
    child = start();
    if (onMessage) child.on('message', onMessage);
    const result = await ended(child);
    // Whatever it started goes with it, also when it could not clean up itself.
    killGroup(child, 'SIGKILL');
    child = undefined;
    return { ...result, livedMs: Date.now() - born };
  }

  async function keepAlive() {
    while (!stopping.signal.aborted) {
      const death = await liveOnce();
      if (stopping.signal.aborted) return;
      const { givenUp, pauseMs } = verdict(death);
      if (givenUp) return onGivenUp?.(`${name} ${givenUp}`);
      say(`${name} ended (${describe(death)}); starting it again in ${pauseMs / 1000} s.`);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }
  const finished = keepAlive();

  return {
    /** SIGTERM, then SIGKILL for the whole group after `graceMs`. */
    async stop(graceMs = 10_000) {
      stopping.abort();
      child?.kill('SIGTERM');
      const timer = setTimeout(() => child && killGroup(child, 'SIGKILL'), graceMs);
      await finished;
      clearTimeout(timer);
    },
    kill() {
      stopping.abort();
      if (child) killGroup(child, 'SIGKILL');
    },
  };
}

/** Decides after each death: how long to wait, or why to give up. */
function createVerdict({ firstMs, longestMs, calmMs }, limit) {
  let nextMs = firstMs;
  let deaths = [];
  return (death) => {
    if (hopeless.includes(death.code)) return { givenUp: 'cannot start' };
    if (limit) {
      const now = Date.now();
      deaths = [...deaths, now].filter((time) => time > now - limit.withinMs);
      if (deaths.length >= limit.deaths) return { givenUp: `ended ${deaths.length} times within a short time (${describe(death)})` };
    }
    const pauseMs = death.livedMs >= calmMs ? firstMs : nextMs;
    nextMs = Math.min(pauseMs * 2, longestMs);
    return { pauseMs };
  };
}

function describe({ code, signal, error }) {
  if (error) return error.message;
  return signal ? `killed by ${signal}` : `exit code ${code}`;
}
