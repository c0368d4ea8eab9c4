import { pause } from '../pause.ts';
import { lineOpens } from './client.ts';
import type { CommandSource } from './command-source.ts';
import { type Fault, faultOf } from './fault.ts';

export interface PollTiming {
  readonly pollMs: number;
  /** How often a WebSocket is tried meanwhile. */
  readonly lineTriedEveryMs: number;
}

export const usualTiming: PollTiming = { pollMs: 1000, lineTriedEveryMs: 60_000 };

/** Commands asked for over plain HTTP, where no WebSocket gets through; ends as soon as one does. Returns what ends it before. */
export function pollCommands(source: CommandSource, { pollMs, lineTriedEveryMs }: PollTiming): () => void {
  const { api, instanceId, credential, trust, onReady, onCommand, onEnd } = source;
  const stopping = new AbortController();
  const poll = async (): Promise<void> => {
    // What was handed over before this connection may have been lost on its way.
    let everything = true;
    for (let triedAt = Date.now(); !stopping.signal.aborted; await pause(pollMs, stopping.signal)) {
      const { items } = await api.machine.pollCommands.mutate({ instanceId, everything }, { signal: AbortSignal.any([stopping.signal]) });
      if (everything) onReady();
      everything = false;
      for (const command of items) onCommand(command);
      if (Date.now() - triedAt < lineTriedEveryMs) continue;
      triedAt = Date.now();
      if (await lineOpens(credential.serverUrl, trust, credential.credential)) return onEnd(lineWorks);
    }
  };
  poll().catch((error: unknown) => {
    if (!stopping.signal.aborted) onEnd(faultOf(error));
  });
  return () => stopping.abort();
}

const lineWorks: Fault = { kind: 'passing', code: 'LINE_WORKS', reason: '', message: 'WebSockets get through again', retryAfterMs: 0 };
