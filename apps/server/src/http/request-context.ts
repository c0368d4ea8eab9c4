import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { isOwnOrigin } from '#platform/auth/origin';
import { type Caller, type Credential, identify } from '#platform/auth/resolve';
import type { CredentialSockets } from '#platform/auth/sockets';
import { DAY, SECOND } from '#platform/clock';
import type { Deps, Origin } from '#platform/context';
import { AppError } from '#platform/errors';
import type { RateLimits } from '#platform/rate-limit';
import type { RequestContext } from '#platform/trpc';

const SESSION_COOKIE = 'session_token';

/** The first credential that is present decides; a bad one is not followed by the next. */
function credentialOf(request: FastifyRequest): Credential | null {
  const cookie = request.cookies?.[SESSION_COOKIE];
  if (cookie) return { text: cookie, from: 'cookie' };
  const header = request.headers.authorization;
  if (header === undefined) return null;
  return { text: /^Bearer (\S+)$/i.exec(header)?.[1] ?? '', from: 'header' };
}

function originOf(request: FastifyRequest): Origin {
  return {
    address: request.ip,
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 300),
    requestId: request.id,
    host: request.host,
    secure: request.protocol === 'https',
  };
}

/** For HTTP once a request; for a WebSocket once, at the upgrade, with the socket in place of the answer. */
export function requestContext(
  deps: Deps,
  limits: RateLimits,
  sockets: CredentialSockets,
  request: FastifyRequest,
  answer: FastifyReply | WebSocket,
): RequestContext {
  const credential = credentialOf(request);
  const foreignCookie =
    credential?.from === 'cookie' && !isOwnOrigin(deps.config, request.headers.origin, request.protocol, request.headers.host);
  const socket = 'send' in answer && 'terminate' in answer ? answer : null;
  if (socket && foreignCookie)
    throw new AppError('FORBIDDEN', 'This connection was not opened by our own pages.', { reason: 'foreign_origin' });

  let caller: Promise<Caller | null> | undefined;
  const identifyOnce = async () => {
    const known = credential && (await identify(deps, credential));
    if (known && socket) sockets.add(known, socket);
    return known;
  };
  const origin = originOf(request);
  return {
    deps,
    limits,
    origin,
    foreignCookie,
    caller: () => (caller ??= identifyOnce()),
    setSession(token) {
      if (socket) throw new AppError('PRECONDITION', 'Sign in and out over HTTP.');
      const reply = answer as FastifyReply;
      const attributes = { path: '/', httpOnly: true, sameSite: 'lax', secure: origin.secure } as const;
      // The server decides when a sign-in ends; browsers keep no cookie longer than 400 days.
      if (token) reply.setCookie(SESSION_COOKIE, token, { ...attributes, maxAge: (400 * DAY) / SECOND });
      else reply.clearCookie(SESSION_COOKIE, attributes);
    },
  };
}
