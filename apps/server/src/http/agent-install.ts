import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Deps } from '#platform/context';
import { AppError } from '#platform/errors';
import { publicUrl } from '#platform/public-url';

interface AgentPackage {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Nothing that means anything to a shell, inside quotation marks or outside. */
const plainAddress = /^https?:\/\/([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(\/[A-Za-z0-9._~/-]*)?$/;

const scripts = {
  'install.sh': 'text/x-shellscript; charset=utf-8',
  'install.ps1': 'text/plain; charset=utf-8',
} as const;
type Script = keyof typeof scripts;

/** How the agent gets onto a machine: scripts that know this server and the one program that they may install, and that program. */
export const agentInstallRoutes =
  (deps: Deps, packagePath: string | undefined): FastifyPluginAsync =>
  async (app) => {
    let known: Promise<AgentPackage> | undefined;
    const agent = () => (known ??= readPackage(packagePath).catch(forget));
    const forget = (error: unknown) => {
      known = undefined;
      throw error;
    };

    for (const name of Object.keys(scripts) as Script[]) {
      app.get(`/agent/${name}`, async (request, reply) => {
        const { sha256 } = await agent();
        const text = await readFile(new URL(`./agent-install/${name}`, import.meta.url), 'utf8');
        const filled = text.replaceAll('@SERVER@', () => addressFor(deps, request)).replaceAll('@SHA256@', sha256);
        return reply.type(scripts[name]).header('cache-control', 'no-store').send(filled);
      });
    }
    app.get('/agent/agent.tgz', async (request, reply) => {
      const { bytes, sha256 } = await agent();
      const etag = `"${sha256}"`;
      reply.header('etag', etag).header('cache-control', 'no-cache');
      if (request.headers['if-none-match'] === etag) return reply.status(304).send();
      return reply.type('application/gzip').send(bytes);
    });
    app.get('/agent/agent.tgz.sha256', async (_request, reply) => {
      const { sha256 } = await agent();
      return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache').send(`${sha256}  agent.tgz\n`);
    });
  };

async function readPackage(path: string | undefined): Promise<AgentPackage> {
  const bytes = path ? await readFile(path).catch(() => null) : null;
  if (!bytes) throw new AppError('NOT_FOUND', 'This server was built without the agent.');
  return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The server's address for a script. Whoever asks by a made-up name gets none: it would be run by a shell. */
function addressFor({ config }: Deps, request: FastifyRequest): string {
  const origin = { address: '', userAgent: '', requestId: request.id, host: request.host, secure: request.protocol === 'https' };
  const address = publicUrl({ config, origin }).replace(/\/+$/, '');
  if (plainAddress.test(address)) return address;
  throw new AppError('INVALID', 'Ask for this by the address of the server as you type it into a browser.', { reason: 'invalid_request' });
}
