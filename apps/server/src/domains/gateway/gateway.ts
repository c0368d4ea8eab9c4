import type { IncomingMessage, ServerResponse } from 'node:http';
import { createKeyCabinet, type UsableKey } from '#domains/provider-key';
import { MINUTE, SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import { newId } from '#platform/ids';
import { outboundAgent } from '#platform/outbound/agent';
import { type Caller, createAuthenticator } from './authenticate.ts';
import { callEnding, tokensOf } from './call-ending.ts';
import { createCallLedger } from './call-ledger.ts';
import { chooseKey } from './choose-key.ts';
import { estimateInput } from './estimates.ts';
import { type ForwardedRequest, forward } from './forward.ts';
import { upstreamHeaders } from './headers.ts';
import { keepPresence, type Presence } from './presence.ts';
import type { Protocol } from './protocol.ts';
import { type Refusal, unavailable } from './refusal.ts';
import { UnderWay } from './under-way.ts';

export interface GatewayTimes {
  /** Until the head of the provider's answer: a long answer in one piece takes minutes. */
  headersTimeout: number;
  /** Between two pieces of it; providers send pings every few seconds. */
  bodyTimeout: number;
}

const usualTimes: GatewayTimes = { headersTimeout: 15 * MINUTE, bodyTimeout: 5 * MINUTE };
const MOST_DRAINING = 15 * SECOND;

export interface GatewayCall {
  caller: Caller;
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer;
}

/** A call that is written down. */
interface OpenCall {
  id: string;
  tenantId: string;
  opened: { provider: Protocol['provider']; model: string; at: number };
  inputTokens: number;
}

export interface Gateway {
  authenticate(credential: string | null): Promise<Caller>;
  /** Takes the response over. Throws a Refusal, or answers one, where the provider's answer does not go to the client. */
  call(protocol: Protocol, call: GatewayCall): Promise<Refusal | null>;
  /** Before the first call. */
  start(): Promise<void>;
  /** Cuts what runs and waits until all of it is in the ledger. */
  stop(): Promise<void>;
}

/** authenticate -> choose key -> write down -> forward -> meter -> settle: one file each. */
export function createGateway(deps: Deps, times: GatewayTimes = usualTimes): Gateway {
  const replica = newId();
  const agent = outboundAgent(deps.config.OPENACE_ALLOW_PRIVATE_UPSTREAMS, times);
  const cabinet = createKeyCabinet(deps);
  const ledger = createCallLedger(deps);
  const underWay = new UnderWay();
  let presence: Presence | undefined;

  /** Writes the call down: without its row it is not made. */
  async function open(protocol: Protocol, key: UsableKey, { caller, body }: GatewayCall): Promise<OpenCall> {
    const { tenantId, ...from } = caller;
    const { model, streamed } = protocol.readRequest(body);
    const opened = { provider: protocol.provider, model, at: deps.clock.now() };
    const inputTokens = estimateInput(body.length);
    try {
      const row = { ...from, ...opened, providerKeyId: key.id, streamed, holder: replica, inputTokens };
      return { id: await ledger.open(tenantId, row), tenantId, opened, inputTokens };
    } catch (error) {
      deps.log.error({ err: error }, 'a call could not be written down');
      throw unavailable();
    }
  }

  function send(protocol: Protocol, key: UsableKey, { id, tenantId, inputTokens }: OpenCall, { request, response, body }: GatewayCall) {
    const forwarded: ForwardedRequest = {
      origin: key.origin,
      path: `${key.basePath}${protocol.upstreamPath}${queryOf(request)}`,
      headers: upstreamHeaders(request.rawHeaders, request.headers.connection, protocol.keyHeaders(key.secret)),
      body,
      keyName: key.name,
      meterFor: protocol.meter,
      onAnswered(meter, requestId) {
        const reading = meter.reading();
        ledger.note(tenantId, { id, tokens: tokensOf(reading, inputTokens), matchId: reading.matchId, matchWitness: requestId });
      },
    };
    return forward(agent, forwarded, response, underWay);
  }

  async function call(protocol: Protocol, given: GatewayCall): Promise<Refusal | null> {
    const key = await chooseKey(deps, cabinet, given.caller.tenantId, protocol.provider);
    const row = await open(protocol, key, given);
    const { id, tenantId, opened, inputTokens } = row;
    try {
      const outcome = await send(protocol, key, row, given);
      ledger.settle(tenantId, { id, opened, ...callEnding(outcome, inputTokens) });
      cabinet.noteUse(tenantId, key.id);
      return outcome.refusal;
    } catch (error) {
      // A fault of ours must not leave the row open.
      ledger.settle(tenantId, { id, status: 'estimated', error: 'internal' });
      throw error;
    }
  }

  return {
    authenticate: createAuthenticator(deps),
    call: (protocol, given) => underWay.run(call(protocol, given)),
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

function queryOf({ url = '' }: IncomingMessage): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}
