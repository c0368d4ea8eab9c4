import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CallAttempt } from '@open-ace/contracts/usage';
import { createKeyCabinet, type UsableKey } from '#domains/provider-key';
import { type CallEnding, readAccounting } from '#domains/usage';
import { MINUTE, SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import { newId } from '#platform/ids';
import { remember } from '#platform/memory';
import { outboundAgent } from '#platform/outbound/agent';
import { type Caller, createAuthenticator } from './authenticate.ts';
import { callEnding, errorMessageOf, refusedEnding, tokensOf } from './call-ending.ts';
import { createCallLedger } from './call-ledger.ts';
import type { CheckContent } from './check-content.ts';
import { chooseKeys } from './choose-key.ts';
import { guessInput } from './estimates.ts';
import { type ForwardedRequest, forward, type Outcome } from './forward.ts';
import { upstreamHeaders } from './headers.ts';
import { keyHeaders } from './key-headers.ts';
import { createModelList, type ModelList } from './models.ts';
import { keepPresence, type Presence } from './presence.ts';
import type { CallRequest, Changes, Protocol, UpstreamRequest, Vendor } from './protocol.ts';
import { Refusal, unavailable } from './refusal.ts';
import { budgetRefusal, createWishing, outputLimit } from './reserve.ts';
import { createModelRules, requireAllowed } from './settings.ts';
import { UnderWay } from './under-way.ts';

export interface GatewayTimes {
  /** Until the head of the provider's answer: a long answer in one piece takes minutes. */
  headersTimeout: number;
  /** Between two pieces of it; providers send pings every few seconds. */
  bodyTimeout: number;
}

export interface GatewayOptions {
  times?: GatewayTimes;
  /** Looks at a request before it is forwarded; every one passes where it is left out. */
  checkContent?: CheckContent;
}

const usualTimes: GatewayTimes = { headersTimeout: 15 * MINUTE, bodyTimeout: 5 * MINUTE };
const MOST_DRAINING = 15 * SECOND;
/** A call that so many keys could not make is not made. */
const MOST_ATTEMPTS = 5;

export interface GatewayCall {
  caller: Caller;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
  /** What the path names besides the door. */
  target: string;
}

/** A call that is written down, or one that costs nothing. */
interface Call extends GatewayCall {
  protocol: Protocol;
  asked: CallRequest;
  keys: [UsableKey, ...UsableKey[]];
  changes: Changes;
  /** Its beginning, in epoch milliseconds. */
  at: number;
  /** The output that its budgets granted; null where none binds it. */
  granted: number | null;
  /** Null for a call that stands in no ledger. */
  id: string | null;
}

export interface Gateway {
  /** Waits while the session of a proxy token is paused, until the client is gone. */
  authenticate(credential: string | null, vendor: Vendor, gone: () => AbortSignal): Promise<Caller>;
  /** Takes the response over. Throws a Refusal, or answers one, where the provider's answer does not go to the client. */
  call(protocol: Protocol, call: GatewayCall): Promise<Refusal | null>;
  models: ModelList;
  /** Before the first call. */
  start(): Promise<void>;
  /** Cuts what runs and waits until all of it is in the ledger. */
  stop(): Promise<void>;
}

/** authenticate -> check content -> reserve -> choose key -> forward -> meter -> settle: one file each. */
export function createGateway(deps: Deps, { times = usualTimes, checkContent }: GatewayOptions = {}): Gateway {
  const replica = newId();
  const agent = outboundAgent(deps.config.OPENACE_ALLOW_PRIVATE_UPSTREAMS, times);
  const cabinet = createKeyCabinet(deps);
  const accounting = remember((tenantId) => readAccounting({ database: deps.database, tenantId }));
  deps.events.on('price.changed', ({ tenantId }) => accounting.forget(tenantId));
  const ledger = createCallLedger(deps, accounting.get);
  const rulesOf = createModelRules(deps);
  const wishOf = createWishing(deps, accounting.get);
  const underWay = new UnderWay();
  let presence: Presence | undefined;

  /** Takes what the call needs of its budgets and writes it down: without its row it is not made. */
  async function open(
    call: Pick<Call, 'protocol' | 'asked' | 'keys' | 'caller' | 'at'>,
    model: string,
  ): Promise<Pick<Call, 'id' | 'changes' | 'granted'>> {
    const { protocol, asked, keys, caller } = call;
    if (protocol.isFree) return { id: null, changes: { model, maxOutput: null }, granted: null };
    const wish = await wishOf(caller, asked, model, keys[0]);
    const { tenantId, userId, machineId, sessionId, toolSessionId, projectId, tool, cwd, gitRemote, gitBranch } = caller;
    const row = {
      id: newId(),
      userId,
      machineId,
      sessionId,
      toolSessionId,
      projectId,
      tool,
      cwd,
      gitRemote,
      gitBranch,
      provider: keys[0].provider,
      model,
      at: call.at,
      providerKeyId: keys[0].id,
      streamed: asked.streamed,
      holder: replica,
      inputTokens: guessInput(asked.body.length),
    };
    const opened = await ledger.open(tenantId, row, wish).catch((error: unknown) => {
      deps.log.error({ err: error }, 'a call could not be written down');
      throw unavailable();
    });
    if ('refusedBy' in opened) throw budgetRefusal(opened.refusedBy, caller.tool);
    const { id, outputTokens } = opened;
    const changes = { model, maxOutput: outputLimit(asked, wish, outputTokens) };
    return { id, changes, granted: wish.limits.length > 0 ? outputTokens : null };
  }

  function send(call: Call, key: UsableKey, upstream: UpstreamRequest, mayFailOver: boolean): Promise<Outcome> {
    const { id, caller, request, response, asked, granted } = call;
    const figures: NonNullable<ForwardedRequest['budget']>['figures'] = (reading) =>
      tokensOf(reading, guessInput(asked.body.length), reading.output.soFar());
    return forward(
      agent,
      {
        origin: key.origin,
        method: 'POST',
        path: `${key.basePath}${upstream.path}${queryOf(request)}`,
        headers: upstreamHeaders(request.rawHeaders, request.headers.connection, keyHeaders(key, caller)),
        upstream,
        keyName: key.name,
        mayFailOver,
        budget: granted !== null && asked.streamed ? { outputTokens: granted, figures } : null,
        onProgress(meter, requestId, firstByteMs) {
          if (id === null) return;
          const reading = meter.reading();
          const tokens = tokensOf(reading, guessInput(asked.body.length), reading.output.roughly());
          ledger.note(caller.tenantId, { id, tokens, matchId: reading.matchId, matchWitness: requestId, firstByteMs });
        },
      },
      response,
      underWay,
    );
  }

  /** One key's try, in plainer words where its provider does not know ours. */
  async function attempt(call: Call, key: UsableKey, mayFailOver: boolean): Promise<Outcome> {
    const outcome = await send(call, key, call.protocol.prepare(call.asked, key, call.changes), mayFailOver);
    return outcome.plain ? send(call, key, outcome.plain, mayFailOver) : outcome;
  }

  function noteKey({ tenantId }: Caller, key: UsableKey, { failure, httpStatus }: Outcome): void {
    cabinet.noteUse(tenantId, key.id);
    if (failure) cabinet.noteFailure(tenantId, key, failure);
    else if (httpStatus !== null && httpStatus < 300) cabinet.noteSuccess(tenantId, key);
  }

  /** Tries one key after another, as long as the client has seen nothing. */
  async function tryKeys(call: Call): Promise<{ outcome: Outcome; key: UsableKey; attempts: CallAttempt[] }> {
    const keys = call.keys.slice(0, MOST_ATTEMPTS);
    const attempts: CallAttempt[] = [];
    for (const [index, key] of keys.entries()) {
      const started = performance.now();
      const mayFailOver = index < keys.length - 1;
      const outcome = await attempt(call, key, mayFailOver);
      noteKey(call.caller, key, outcome);
      const reason = outcome.failure?.reason ?? outcome.reason;
      const ms = Math.round(performance.now() - started);
      const message = reason === '' ? '' : errorMessageOf(outcome, call.asked, key);
      attempts.push({ providerKeyId: key.id, keyName: key.name, httpStatus: outcome.httpStatus, reason, message, ms });
      if (!mayFailOver || !outcome.failure || !outcome.isUnseen) return { outcome, key, attempts };
    }
    throw new Error('A call has at least one key.');
  }

  /** Keeps what was refused after its caller was known. What could not be checked cannot be written down either. */
  function noteRefusal(caller: Caller, { reason, message, status, quotaId }: Refusal, asked?: CallRequest): void {
    if (status === 503 || caller.userId === '') return;
    const { tenantId, isPersonal, vendors, ...place } = caller;
    const call = { ...place, model: asked?.model ?? '', streamed: asked?.streamed ?? false, at: deps.clock.now(), quotaId };
    ledger.refuse(tenantId, { ...call, error: reason, errorMessage: message, httpStatus: status });
  }

  function settle({ id, caller, changes, keys, at }: Call, ending: Omit<CallEnding, 'id' | 'opened'>): void {
    if (id === null) return;
    const opened = { provider: keys[0].provider, providerKeyId: keys[0].id, model: changes.model, at };
    ledger.settle(caller.tenantId, { id, endedAt: deps.clock.now(), ...(ending.tokens && { opened }), ...ending });
  }

  /** Everything that may refuse a call before it is made. */
  async function admit(protocol: Protocol, given: GatewayCall): Promise<Call> {
    let asked: CallRequest | undefined;
    try {
      asked = protocol.readRequest(given.body, given.target);
      await checkContent?.(given.caller, asked);
      const model = requireAllowed(await rulesOf(given.caller.tenantId), asked.model);
      const keys = await chooseKeys(deps, cabinet, protocol, given.caller, model, asked.model);
      const { caller, request, response, body, target } = given;
      const at = deps.clock.now();
      const { id, changes, granted } = await open({ protocol, asked, keys, caller, at }, model);
      // Written out: many calls a second wait with it for their answers, and a spread leaves several times its size as garbage.
      return { caller, request, response, body, target, protocol, asked, keys, at, id, changes, granted };
    } catch (error) {
      if (error instanceof Refusal) noteRefusal(given.caller, error, asked);
      throw error;
    }
  }

  async function run(protocol: Protocol, given: GatewayCall): Promise<Refusal | null> {
    const call = await admit(protocol, given);
    try {
      const { outcome, key, attempts } = await tryKeys(call);
      const endedAt = deps.clock.now();
      const tried = attempts.length > 1 && { attempts };
      settle(call, { key: { id: key.id, provider: key.provider }, endedAt, ...callEnding(outcome, call.asked, key), ...tried });
      return outcome.refusal;
    } catch (error) {
      // What cannot be asked of this key's provider was not asked; a fault of ours must not leave the row open either.
      settle(call, error instanceof Refusal ? refusedEnding(error) : { status: 'estimated', error: 'internal' });
      throw error;
    }
  }

  return {
    authenticate: createAuthenticator(deps, noteRefusal),
    call: (protocol, given) => underWay.run(run(protocol, given)),
    models: createModelList({ deps, agent, cabinet, rulesOf }),
    async start() {
      presence = await keepPresence(deps, replica);
    },
    async stop() {
      await underWay.stop();
      await ledger.drain(MOST_DRAINING);
      await Promise.all([presence?.stop(), agent.destroy()]);
    },
  };
}

/** Credentials in a query are refused at the door; whatever else it says is the provider's. */
function queryOf({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}
