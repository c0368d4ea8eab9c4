import type { AuditAction } from '@open-ace/contracts/audit';
import type { Done } from '@open-ace/contracts/common';
import type { WireError } from '@open-ace/contracts/errors';
import { hasPermission, type Permission } from '@open-ace/contracts/permissions';
import { initTRPC, TRPCError } from '@trpc/server';
import superjson from 'superjson';
import { ZodError } from 'zod';
import { type Owned, requireOwnership } from './auth/ownership.ts';
import type { Caller } from './auth/resolve.ts';
import type { Actor, AgentActor, Ctx, Deps, OpenCtx, Origin, UserActor } from './context.ts';
import { isUniqueConflict } from './db/tx.ts';
import { AppError, errorTable, wireError } from './errors.ts';
import type { RateLimits } from './rate-limit.ts';

/** What a door knows of a call before anybody looked who is calling. */
export interface RequestContext {
  deps: Deps;
  limits: RateLimits;
  origin: Origin;
  /** Null: no credential came along. Throws when a bad one did. */
  caller(): Promise<Caller | null>;
  /** A cookie came along, and the request does not prove that our own pages sent it. */
  foreignCookie: boolean;
  /** Sets or clears the sign-in cookie; only a plain HTTP answer can. */
  setSession(token: string | null): void;
}

type AccessRule =
  | { kind: 'open' | 'signedIn' | 'admin' | 'agentOnly' }
  | { kind: 'can'; permission: Permission }
  | { kind: 'owns'; what: Owned };

interface Options {
  /** The audit action of a mutation, or why it has none. */
  audit?: AuditAction | { none: string };
  /** Also for a person who must first change their password. */
  beforePasswordChange?: true;
}

export interface ProcedureMeta extends Options {
  access: AccessRule;
}

const t = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    transformer: superjson,
    errorFormatter: ({ shape, error, ctx }) => {
      const ace = wireErrorOf(error, ctx?.origin.requestId ?? '');
      return {
        message: ace.message,
        code: shape.code,
        data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, ace },
      };
    },
  });

export const router = t.router;

/** The answer of a verb that has nothing to tell but that it is done. */
export async function done(work: Promise<void>): Promise<Done> {
  await work;
  return { done: true };
}

function invalid(error: ZodError): AppError {
  const fields = Object.fromEntries(error.issues.slice(0, 20).map((issue) => [issue.path.join('.').slice(0, 200), issue.message]));
  const first = error.issues[0];
  const where = first?.path.length ? `${first.path.join('.').slice(0, 200)}: ` : '';
  return new AppError('INVALID', `${where}${first?.message ?? 'The input is not valid.'}`, { reason: 'invalid_input', fields });
}

const codeOfTrpc = new Map(Object.entries(errorTable).map(([code, { trpc }]) => [trpc, code as keyof typeof errorTable]));

/** Our error behind a tRPC error; one that tRPC made itself (no such procedure, body not JSON) keeps its code. */
function appErrorOf(error: TRPCError): AppError | undefined {
  if (error.cause instanceof AppError) return error.cause;
  if (error.code === 'BAD_REQUEST' && error.cause instanceof ZodError) return invalid(error.cause);
  if (isUniqueConflict(error.cause)) return new AppError('CONFLICT', 'This exists already. Reload and try again.', { reason: 'exists' });
  if (error.code === 'INTERNAL_SERVER_ERROR') return undefined;
  const code = codeOfTrpc.get(error.code) ?? 'INVALID';
  return new AppError(code, code === 'NOT_FOUND' ? 'No such procedure.' : 'The request is not valid.');
}

export function wireErrorOf(error: TRPCError, requestId: string): WireError {
  return wireError(appErrorOf(error) ?? error, requestId);
}

/** Thrown things become tRPC errors of the right HTTP status; what a subscription throws later meets only the formatter. */
const mapErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const cause = appErrorOf(result.error);
  if (!cause) return result;
  throw new TRPCError({ code: errorTable[cause.code].trpc, message: cause.message, cause });
});

const NUL = '\u0000';
const loneSurrogate = /\p{Surrogate}/u;

/** PostgreSQL has no NUL in text and UTF-8 has no lone surrogates: refused once, here, at whatever depth. */
function hasImpossibleText(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.includes(NUL) || loneSurrogate.test(value);
  if (typeof value !== 'object' || value === null) return false;
  if (depth > 20) return true;
  return Object.entries(value).some(([key, inner]) => hasImpossibleText(key) || hasImpossibleText(inner, depth + 1));
}

const soundText = t.middleware(async ({ getRawInput, next }) => {
  if (hasImpossibleText(await getRawInput())) {
    throw new AppError('INVALID', 'The input contains characters that no text can hold, or is nested too deep.', {
      reason: 'invalid_input',
    });
  }
  return next();
});

const base = t.procedure.use(mapErrors).use(soundText);

function requireActor(actor: Actor | undefined): Actor {
  if (!actor) throw new AppError('UNAUTHENTICATED', 'Sign in first.', { reason: 'not_signed_in' });
  return actor;
}

function requireUser(actor: Actor, options: Options): UserActor {
  if (actor.kind !== 'user') throw new AppError('FORBIDDEN', 'Only people may do this.');
  if (actor.mustChangePassword && !options.beforePasswordChange) {
    throw new AppError('FORBIDDEN', 'Change your temporary password first.', { reason: 'must_change_password' });
  }
  return actor;
}

const ctxOf = <Who extends Actor>({ deps, origin }: RequestContext, actor: Who): Ctx<Who> => ({
  ...deps,
  origin,
  actor,
  tenantId: actor.tenantId,
});

/** Resolves the caller anew for every call: a socket keeps nothing but the credential's id. */
async function callerOf(ctx: RequestContext, type: 'query' | 'mutation' | 'subscription'): Promise<Actor> {
  const countStranger = () => ctx.limits.take(undefined, ctx.origin.address);
  const caller = await ctx.caller().catch(async (refusal: unknown) => {
    await countStranger();
    throw refusal;
  });
  if (!caller) await countStranger();
  if (ctx.foreignCookie && type === 'mutation') {
    throw new AppError('FORBIDDEN', 'This call came with a cookie but not from our own pages. Send the Origin header of this server.', {
      reason: 'foreign_origin',
    });
  }
  const actor = requireActor(await caller?.current());
  await ctx.limits.take(actor, ctx.origin.address);
  return actor;
}

function forPeople(access: AccessRule, options: Options, check: (actor: UserActor) => void) {
  return base.meta({ access, ...options }).use(async ({ ctx, type, next }) => {
    const actor = requireUser(await callerOf(ctx, type), options);
    check(actor);
    return next({ ctx: { ...ctxOf(ctx, actor), setSession: ctx.setSession } });
  });
}

const refuse = () =>
  new AppError('FORBIDDEN', 'You may not do this. Ask an administrator for the permission.', { reason: 'missing_permission' });

/** Anybody, signed in or not. */
export const open = (options: Options = {}) =>
  base.meta({ access: { kind: 'open' }, ...options }).use(async ({ ctx, next }) => {
    await ctx.limits.take(undefined, ctx.origin.address);
    const openCtx: OpenCtx = { ...ctx.deps, origin: ctx.origin };
    return next({ ctx: { ...openCtx, setSession: ctx.setSession } });
  });

export const signedIn = (options: Options = {}) => forPeople({ kind: 'signedIn' }, options, () => {});

export const can = (permission: Permission, options: Options = {}) =>
  forPeople({ kind: 'can', permission }, options, (actor) => {
    if (!hasPermission(actor.role, actor.grants, permission)) throw refuse();
  });

export const admin = (options: Options = {}) =>
  forPeople({ kind: 'admin' }, options, (actor) => {
    if (!hasPermission(actor.role, actor.grants, 'admin_access')) throw refuse();
  });

/** The owner of the record that the input names, an admin of its machine, or an admin. */
export const owns = (what: Owned, options: Options = {}) =>
  forPeople({ kind: 'owns', what }, options, () => {}).use(async ({ ctx, getRawInput, next }) => {
    await requireOwnership(ctx, what, await getRawInput());
    return next();
  });

/** The agent of an enrolled machine. */
export const agentOnly = (options: Options = {}) =>
  base.meta({ access: { kind: 'agentOnly' }, ...options }).use(async ({ ctx, type, next }) => {
    const actor = await callerOf(ctx, type);
    if (actor.kind !== 'agent') throw new AppError('FORBIDDEN', 'Only machines may do this.');
    return next({ ctx: ctxOf<AgentActor>(ctx, actor) });
  });
