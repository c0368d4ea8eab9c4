import { openLine } from './client.ts';
import type { CommandSource } from './command-source.ts';
import { type Fault, faultOf } from './fault.ts';

/** A line that does not stand by then never will. */
const lineMs = 30_000;
/** A server that ends what is followed says a moment later, in closing the line, when to come back. */
const goodbyeMs = 1000;

/** Commands over a WebSocket, each as soon as it is given. Returns what ends it. */
export function followCommands({ credential, trust, instanceId, onReady, onCommand, onEnd }: CommandSource): () => void {
  const silent = () => onEnd(lineClosed(undefined, ''));
  let late = setTimeout(silent, lineMs);
  const line = openLine(credential.serverUrl, trust, credential.credential, (code, goodbye) => onEnd(lineClosed(code, goodbye)));
  const subscription = line.api.machine.commands.subscribe(
    { instanceId },
    {
      onStarted: () => {
        clearTimeout(late);
        onReady();
      },
      onData: ({ data }) => onCommand(data),
      onError: (error) => onEnd(faultOf(error)),
      onComplete: () => {
        late = setTimeout(silent, goodbyeMs);
      },
    },
  );
  return () => {
    clearTimeout(late);
    subscription.unsubscribe();
    line.close();
  };
}

/** A server that stops says within how long all its machines should be back: each comes at a moment of its own. */
function windowMs(goodbye: string): number {
  const [, seconds] = /^back within (\d{1,3}) s$/.exec(goodbye) ?? [];
  return seconds === undefined ? 0 : Math.random() * Number(seconds) * 1000;
}

const lineClosed = (code: number | undefined, goodbye: string): Fault => ({
  kind: 'passing',
  code: 'UNREACHABLE',
  reason: '',
  message: `the connection was closed${code ? ` (${code})` : ''}`,
  retryAfterMs: windowMs(goodbye),
});
