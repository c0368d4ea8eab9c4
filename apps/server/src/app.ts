import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify';
import type { Deps } from '#platform/context';
import { AppError, errorTable, wireError } from '#platform/errors';
import { agentInstallRoutes } from './http/agent-install.ts';
import { healthRoutes } from './http/health.ts';
import { llmRoutes } from './http/llm.ts';
import { trpcRoutes } from './http/trpc.ts';
import { webRoutes } from './http/web.ts';
import { appRouter } from './router.ts';

export interface AppOptions {
  /** Folder of the built web app; left out where only the API is wanted. */
  webFolder?: string;
  /** The packed agent for machines; left out where none is given out. */
  agentPackage?: string;
}

const MAX_BODY = 4 * 1024 * 1024;

/** The one listener with all its doors, not yet listening. */
export async function buildApp(deps: Deps, options: AppOptions = {}): Promise<FastifyInstance> {
  const { config, log } = deps;
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.OPENACE_TRUSTED_PROXIES.length > 0 ? config.OPENACE_TRUSTED_PROXIES : false,
    bodyLimit: MAX_BODY,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 5000 },
    forceCloseConnections: true,
  });

  app.setErrorHandler((error: FastifyError | AppError, request, reply) => {
    const known = error instanceof AppError ? error : clientError(error);
    const wire = wireError(known ?? error, request.id);
    if (wire.code === 'INTERNAL') request.log.error({ err: error, requestId: request.id }, 'a request failed');
    return reply.status(errorTable[wire.code].status).send(wire);
  });

  app.addHook('onSend', async (request, reply) => void reply.header('x-request-id', request.id));
  app.addHook('onResponse', async (request, reply) => {
    request.log.debug(
      {
        requestId: request.id,
        method: request.method,
        path: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });

  await app.register(llmRoutes(deps), { prefix: '/llm' });
  await app.register(browserDoors(deps, options));
  return app;
}

/** Whatever browsers come to as well, with what protects them; LLM calls neither need it nor pay for it, and no cookie is read there. */
const browserDoors =
  (deps: Deps, options: AppOptions): FastifyPluginAsync =>
  async (app) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
          imgSrc: ["'self'", 'data:', 'blob:'],
          fontSrc: ["'self'", 'data:'],
          connectSrc: ["'self'", 'ws:', 'wss:'],
          frameAncestors: ["'self'"],
          upgradeInsecureRequests: null,
        },
      },
      // Self-hosted servers are often reached over plain HTTP on a private network; whoever ends TLS sets this.
      strictTransportSecurity: false,
      crossOriginEmbedderPolicy: false,
    });
    await app.register(cors, { origin: deps.config.OPENACE_CORS_ORIGINS, credentials: true, maxAge: 600 });
    await app.register(cookie);
    await app.register(websocket, { options: { maxPayload: MAX_BODY } });

    await app.register(trpcRoutes(deps, appRouter));
    await app.register(agentInstallRoutes(deps, options.agentPackage));
    await app.register(healthRoutes(deps));
    await app.register(webRoutes(options.webFolder));
  };

/** What Fastify itself refuses (too large, not JSON): the client's fault, in our words. */
function clientError(error: FastifyError | Error): AppError | undefined {
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status >= 500) return undefined;
  if (status === 413) return new AppError('INVALID', 'The request is too large.', { reason: 'too_large' });
  return new AppError('INVALID', 'The request could not be read.', { reason: 'invalid_request' });
}
