import type { AppRouter } from '@open-ace/server';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient, createWSClient, httpBatchLink, splitLink, type TRPCLink, wsLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import superjson from 'superjson';
import { onReconnect, reportLost, reportReachable } from './connection.ts';
import { concernsSignIn, readFailure } from './errors.ts';

const idleSocketCloses = 30_000;
const longestReconnectPause = 30_000;
/** Where a 401 is the answer itself, not the end of a sign-in. */
const entryCalls = ['auth.me', 'auth.login'];

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 60_000,
      // A browser that believes it is offline still reaches a server on the same machine or network.
      networkMode: 'always',
      retry: (failures, error) => failures < 1 && readFailure(error).kind === 'unreachable',
    },
    mutations: { networkMode: 'always' },
  },
});

const socket = createWSClient({
  url: () => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/trpc`,
  lazy: { enabled: true, closeMs: idleSocketCloses },
  keepAlive: { enabled: true, intervalMs: 20_000, pongTimeoutMs: 10_000 },
  // Full jitter: a restarted server must not meet every open browser at once.
  retryDelayMs: (attempt) => Math.random() * Math.min(longestReconnectPause, 500 * 2 ** attempt),
  onOpen: reportReachable,
  onError: reportLost,
});

/** Every call tells whether the server is there; a refusal of the sign-in itself is put to `auth.me`, which the app watches. */
const watchLink: TRPCLink<AppRouter> = () => {
  return ({ op, next }) =>
    observable((observer) =>
      next(op).subscribe({
        next(value) {
          // A socket also tells of its own state, above all that it is connecting: that is no answer.
          if (value.result.type !== 'state') reportReachable();
          observer.next(value);
        },
        error(error) {
          const failure = readFailure(error);
          if (failure.kind === 'unreachable') reportLost();
          if (failure.kind === 'refused') reportReachable();
          if (concernsSignIn(error) && !entryCalls.includes(op.path)) {
            void queryClient.invalidateQueries(trpc.auth.me.queryFilter());
          }
          observer.error(error);
        },
        complete() {
          observer.complete();
        },
      }),
    );
};

/** For streams that outlive a component; everything else goes through `trpc` below. */
export const client = createTRPCClient<AppRouter>({
  links: [
    watchLink,
    splitLink({
      condition: (op) => op.type === 'subscription',
      true: wsLink({ client: socket, transformer: superjson }),
      false: httpBatchLink({ url: '/trpc', transformer: superjson, maxItems: 20 }),
    }),
  ],
});

/** `useQuery(trpc.user.get.queryOptions({ userId }))`, `useMutation(trpc.user.create.mutationOptions())`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });

onReconnect(() => void queryClient.invalidateQueries());
