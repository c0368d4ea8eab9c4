import { create } from 'zustand';

const firstPause = 1_000;
const longestPause = 15_000;

interface Connection {
  lost: boolean;
  /** The server has a newer app than this page, and what this page still needs is gone. */
  outdated: boolean;
}

/** Whether the server answers. The banner reads it; every call and the poll below write it. */
export const useConnection = create<Connection>(() => ({ lost: false, outdated: false }));

let timer: number | undefined;
const whenBack = new Set<() => void>();

/** A proxy in front of a dead server answers too, with a page of its own; only the server answers in JSON. */
async function serverAnswers(): Promise<boolean> {
  try {
    const response = await fetch('/health', { cache: 'no-store' });
    return response.headers.get('content-type')?.includes('json') ?? false;
  } catch {
    return false;
  }
}

function poll(pause: number) {
  // Spread out, so that a restarted server is not met by every open browser in the same second.
  const spread = pause * (0.5 + Math.random());
  timer = window.setTimeout(() => void tryAgain(Math.min(pause * 2, longestPause)), spread);
}

async function tryAgain(nextPause: number) {
  window.clearTimeout(timer);
  if (await serverAnswers()) reportReachable();
  else poll(nextPause);
}

export function reportLost() {
  if (useConnection.getState().lost) return;
  useConnection.setState({ lost: true });
  poll(firstPause);
}

export function reportReachable() {
  if (!useConnection.getState().lost) return;
  window.clearTimeout(timer);
  useConnection.setState({ lost: false });
  for (const listener of whenBack) listener();
}

/** For the banner's button: asks at once instead of at the next turn. */
export const retryConnection = () => tryAgain(firstPause);

export const reportOutdated = () => useConnection.setState({ outdated: true });

/** At once if the server answers, else once it does again. */
export async function untilReachable(): Promise<void> {
  if (await serverAnswers()) return;
  reportLost();
  await new Promise<void>((resolve) => {
    const stop = useConnection.subscribe(({ lost }) => {
      if (lost) return;
      stop();
      resolve();
    });
  });
}

export function onReconnect(listener: () => void) {
  whenBack.add(listener);
}
