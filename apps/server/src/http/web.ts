import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyPluginAsync } from 'fastify';
import { AppError } from '#platform/errors';

const apiPath = /^\/(trpc|llm|ws|api|agent|health|livez|readyz|metrics)(\/|$|\?)/;
const asset = /^\/assets\//;

/** The web app: hashed assets for ever, unknown paths give the app, unknown API paths a JSON 404. */
export const webRoutes =
  (folder: string | undefined): FastifyPluginAsync =>
  async (app) => {
    if (folder) {
      await app.register(fastifyStatic, {
        root: folder,
        preCompressed: true,
        wildcard: true,
        index: false,
        setHeaders(reply, path) {
          const kept = asset.test(path.slice(folder.length).replaceAll('\\', '/'));
          reply.header('cache-control', kept ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      });
    }
    if (folder) app.get('/', (_request, reply) => reply.header('cache-control', 'no-cache').sendFile('index.html', folder));
    app.setNotFoundHandler(async (request, reply) => {
      const page = request.method === 'GET' && folder && !apiPath.test(request.url) && !asset.test(request.url);
      if (!page) throw new AppError('NOT_FOUND', `There is nothing at ${request.method} ${request.url.split('?')[0]?.slice(0, 200)}.`);
      return reply.header('cache-control', 'no-cache').sendFile('index.html', join(folder));
    });
  };
