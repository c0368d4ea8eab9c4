import type { FastifyPluginAsync } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { databaseAnswers } from '#domains/system';
import { build } from '#platform/build';
import type { Deps } from '#platform/context';
import { equalInConstantTime } from '#platform/crypto';
import { AppError } from '#platform/errors';

/** Plain HTTP for probes and scrapers: they know no tRPC and carry no session. */
export const healthRoutes =
  (deps: Deps): FastifyPluginAsync =>
  async (app) => {
    const metrics = new Registry();
    collectDefaultMetrics({ register: metrics });
    app.addHook('onClose', () => metrics.clear());

    app.get('/health', async (_request, reply) => {
      const database = (await databaseAnswers(deps)) ? 'ok' : 'unreachable';
      const status = database === 'ok' ? 'ok' : 'degraded';
      return reply.status(status === 'ok' ? 200 : 503).send({ status, version: build.version, commit: build.commit, database });
    });
    app.get('/livez', async () => ({ status: 'ok' }));
    app.get('/readyz', async (_request, reply) => {
      const ready = await databaseAnswers(deps);
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not ready' });
    });
    app.get('/metrics', async (request, reply) => {
      const token = deps.config.OPENACE_METRICS_TOKEN;
      const bearer = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      const fromHere =
        !token &&
        ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') &&
        !request.headers['x-forwarded-for'];
      if (!fromHere && !(token && equalInConstantTime(token, bearer))) {
        throw new AppError('FORBIDDEN', 'Metrics are for loopback, or for the bearer of OPENACE_METRICS_TOKEN.');
      }
      return reply.type(metrics.contentType).send(await metrics.metrics());
    });
  };
