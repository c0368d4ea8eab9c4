import { createTRPCClient, createWSClient, httpLink, type TRPCClient, wsLink } from '@trpc/client';
import superjson from 'superjson';
import { WebSocket } from 'ws';
import type { AppRouter } from '../../apps/server/src/router.ts';
import type { SessionUpdate } from '../../packages/contracts/src/session.ts';
import type { SessionEvent } from '../../packages/contracts/src/session-events.ts';

export type Api = TRPCClient<AppRouter>;

export interface Connection {
  api: Api;
  /** Everything in a session's transcript so far. */
  transcript(sessionId: string): Promise<SessionEvent[]>;
  /** A session's transcript as it grows, over lost connections too. */
  follow(sessionId: string): Follower;
}

export interface Follower {
  readonly updates: SessionUpdate[];
  close(): Promise<void>;
}

async function signIn(url: string, username: string, password: string): Promise<string> {
  const response = await fetch(`${url}/trpc/auth.login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ json: { username, password } }),
  });
  const token = /session_token=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1];
  if (!token) throw new Error(`Signing in was refused: ${await response.text()}`);
  return decodeURIComponent(token);
}

/** Signs in as a program does: the cookie's value is a bearer token too. */
export async function connect(url: string, username: string, password: string): Promise<Connection> {
  const headers = { authorization: `Bearer ${await signIn(url, username, password)}` };
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, transformer: superjson, headers })] });
  const Authorized = class extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  };

  function follow(sessionId: string): Follower {
    const ws = createWSClient({
      url: `${url.replace('http', 'ws')}/trpc`,
      WebSocket: Authorized as unknown as typeof globalThis.WebSocket,
      retryDelayMs: () => 250,
    });
    const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: ws, transformer: superjson })] });
    const updates: SessionUpdate[] = [];
    client.session.events.subscribe({ sessionId }, { onData: ({ data }) => updates.push(data) });
    return { updates, close: () => ws.close() };
  }

  async function transcript(sessionId: string): Promise<SessionEvent[]> {
    const { updates, close } = follow(sessionId);
    // Quiet for a moment: all that there was has come.
    for (let known = -1; known !== updates.length; ) {
      known = updates.length;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await close();
    return updates.map(({ event }) => event);
  }

  return { api, transcript, follow };
}
