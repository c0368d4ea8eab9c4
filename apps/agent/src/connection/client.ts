import type { AppRouter } from '@open-ace/server';
import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client';
import superjson from 'superjson';
import { WebSocket } from 'ws';
import type { Trust } from '../config.ts';
import { fetchWith, tlsOptions } from './tls.ts';

export type Api = TRPCClient<AppRouter>;

const callTimeoutMs = 60_000;

const trpcUrl = (serverUrl: string) => `${serverUrl}/trpc`;

/** Calls over HTTP. Without a credential it can do nothing but enrol. */
export function httpApi(serverUrl: string, trust: Trust, credential?: string): Api {
  const ask = fetchWith(trust);
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: trpcUrl(serverUrl),
        transformer: superjson,
        headers: credential ? { authorization: `Bearer ${credential}` } : {},
        fetch: (url, init) => {
          const signals = [AbortSignal.timeout(callTimeoutMs), ...(init?.signal ? [init.signal] : [])];
          return ask(url as string | URL, { ...init, signal: AbortSignal.any(signals) } as RequestInit);
        },
      }),
    ],
  });
}

const lineUrl = (serverUrl: string) => trpcUrl(serverUrl).replace(/^http/, 'ws');

const lineOptions = (trust: Trust, credential: string) => ({
  headers: { authorization: `Bearer ${credential}` },
  handshakeTimeout: 30_000,
  ...tlsOptions(trust),
});

/** Whether a WebSocket gets through to the server. */
export function lineOpens(serverUrl: string, trust: Trust, credential: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = new WebSocket(lineUrl(serverUrl), lineOptions(trust, credential));
    socket.on('open', () => {
      resolve(true);
      socket.close();
    });
    socket.on('error', () => resolve(false));
  });
}

export interface Line {
  readonly api: Api;
  close(): void;
}

/** One WebSocket for subscriptions. It never comes back by itself: whoever reconnects says hello first. `goodbye`: the server's last word, '' for none. */
export function openLine(
  serverUrl: string,
  trust: Trust,
  credential: string,
  onClosed: (code: number | undefined, goodbye: string) => void,
): Line {
  let goodbye = '';
  const Authorized = class extends WebSocket {
    constructor(url: string | URL) {
      super(url, lineOptions(trust, credential));
      this.on('close', (_code, reason) => {
        goodbye = reason.toString();
      });
    }
  };
  let isClosed = false;
  const closed = (code?: number) => {
    if (isClosed) return;
    isClosed = true;
    onClosed(code, goodbye);
    client.close().catch(() => undefined);
  };
  const client = createWSClient({
    url: lineUrl(serverUrl),
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
