import type { AnyRouter, TRPCError } from '@trpc/server';
import { type FastifyTRPCPluginOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import { getWSConnectionHandler, handleKeepAlive } from '@trpc/server/adapters/ws';
import type { FastifyPluginAsync } from 'fastify';
import { credentialSockets } from '#platform/auth/sockets';
import { SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import { createRateLimits } from '#platform/rate-limit';
import { type RequestContext, wireErrorOf } from '#platform/trpc';
import { requestContext } from './request-context.ts';

interface Failure {
  error: TRPCError;
  path?: string | undefined;
  ctx?: RequestContext | undefined;
}

/** Every procedure over HTTP, in batches too, and over one WebSocket at the same path. */
export const trpcRoutes =
  (deps: Deps, router: AnyRouter): FastifyPluginAsync =>
  async (app) => {
    const limits = createRateLimits();
    const sockets = credentialSockets(deps);
    app.addHook('preClose', (done) => {
      sockets.goodbye();
      done();
    });
    const onError = ({ error, path, ctx }: Failure) => {
      const wire = wireErrorOf(error, ctx?.origin.requestId ?? '');
      if (wire.code === 'INTERNAL') deps.log.error({ err: error.cause ?? error, path, requestId: wire.requestId }, 'a procedure failed');
    };

    await app.register(fastifyTRPCPlugin, {
      prefix: '/trpc',
      trpcOptions: {
        router,
        onError,
        createContext: ({ req, res }) => requestContext(deps, limits, sockets, req, res),
      },
    } satisfies FastifyTRPCPluginOptions<AnyRouter>);

    app.get('/trpc', { websocket: true }, (socket, request) => {
      // The Fastify request knows what trusted proxies say of the caller; the handler's own context function would get only the raw one.
      const onConnection = getWSConnectionHandler({
        wss: app.websocketServer,
        router,
        onError,
        createContext: () => requestContext(deps, limits, sockets, request, socket),
      });
      onConnection(socket, request.raw);
      handleKeepAlive(socket, 30 * SECOND, 10 * SECOND);
    });
  };
