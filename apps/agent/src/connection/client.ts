import type { AppRouter } from '@open-ace/server';
import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client';
import superjson from 'superjson';
import { WebSocket } from 'ws';

export type Api = TRPCClient<AppRouter>;

const callTimeoutMs = 60_000;

const trpcUrl = (serverUrl: string) => `${serverUrl}/trpc`;

/** Calls over HTTP. Without a credential it can do nothing but enrol. */
export function httpApi(serverUrl: string, credential?: string): Api {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: trpcUrl(serverUrl),
        transformer: superjson,
        headers: credential ? { authorization: `Bearer ${credential}` } : {},
        fetch: (url, init) => {
          const signals = [AbortSignal.timeout(callTimeoutMs), ...(init?.signal ? [init.signal] : [])];
          return fetch(url, { ...init, signal: AbortSignal.any(signals) } as RequestInit);
        },
      }),
    ],
  });
}

export interface Line {
  readonly api: Api;
  close(): void;
}

/** One WebSocket for subscriptions. It never comes back by itself: whoever reconnects says hello first. */
export function openLine(serverUrl: string, credential: string, onClosed: (code: number | undefined) => void): Line {
  const Authorized = class extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { authorization: `Bearer ${credential}` }, handshakeTimeout: 30_000 });
    }
  };
  let isClosed = false;
  const closed = (code?: number) => {
    if (isClosed) return;
    isClosed = true;
    onClosed(code);
    client.close().catch(() => undefined);
  };
  const client = createWSClient({
    url: trpcUrl(serverUrl).replace(/^http/, 'ws'),
    WebSocket: Authorized as unknown as typeof globalThis.WebSocket,
    onClose: (cause) => closed(cause?.code),
    onError: () => closed(),
    // Notices a server that is gone without a word.
    keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 15_000 },
    // It is closed before it would try, and a long pause would keep the process.
    retryDelayMs: () => 0,
  });
  return {
    api: createTRPCClient<AppRouter>({ links: [wsLink({ client, transformer: superjson })] }),
    close: () => closed(),
  };
}
