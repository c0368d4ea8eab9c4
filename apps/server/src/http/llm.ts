import type { FastifyError, FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import {
  anthropicCountTokens,
  anthropicMessages,
  attributionOf,
  type Caller,
  createGateway,
  formatModels,
  type Gateway,
  type GatewayOptions,
  googleCountTokens,
  googleGenerate,
  openaiChat,
  openaiEmbeddings,
  openaiResponses,
  type Protocol,
  Refusal,
} from '#domains/gateway';
import type { Deps } from '#platform/context';

/** CLIs send images and documents inside their requests. */
const MAX_BODY = 64 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls an LLM door; set before the body is read. */
    llmCaller?: Caller;
  }
}

/** Every door that calls a model. A path that is not here is refused: there is no unmetered one. */
const doors: Record<string, Protocol> = {
  '/v1/messages': anthropicMessages,
  '/v1/messages/count_tokens': anthropicCountTokens,
  '/v1/chat/completions': openaiChat,
  '/v1/responses': openaiResponses,
  '/v1/embeddings': openaiEmbeddings,
};

const noSuchPath = `Open ACE has no such path. It has ${Object.keys(doors).join(', ')}, /v1/models and /v1beta/models/{model}:generateContent, \
each below /llm: that is the base URL of Anthropic's and Google's clients; those of OpenAI take /llm/v1.`;

type Target = { Params: { target?: string } };

/** The protocol in whose words a request is answered, also where it has no door. */
function protocolOf({ url, headers }: FastifyRequest): Protocol {
  if (url.includes('/v1beta/')) return url.includes(':countTokens') ? googleCountTokens : googleGenerate;
  if (/\/(chat|responses|embeddings)\b/.test(url)) return openaiChat;
  return /\/messages\b/.test(url) || headers['anthropic-version'] !== undefined ? anthropicMessages : openaiChat;
}

const credentials = /[?&](key|api_key|apikey|access_token|token)=/i;

async function authenticate(gateway: Gateway, protocol: Protocol, request: FastifyRequest): Promise<Caller> {
  if (request.headers['content-encoding']) throw new Refusal(400, 'packed_body', 'Send the body as it is, without Content-Encoding.');
  // A proxy between would write it into its log, and the provider would get it.
  if (credentials.test(request.url))
    throw new Refusal(400, 'credential_in_url', 'Send the token in a header, not in the address. It may be in logs by now: revoke it.');
  const caller = await gateway.authenticate(protocol.credentialOf(request.headers), protocol.vendor, () => request.signal);
  return caller.isPersonal ? { ...caller, ...attributionOf(request.headers) } : caller;
}

/**
 * The LLM doors: plain HTTP in the vendors' own protocols, authenticated by tokens of sessions and people and never by cookies.
 */
export const llmRoutes =
  (deps: Deps, options?: GatewayOptions): FastifyPluginAsync =>
  async (door) => {
    const gateway = createGateway(deps, options);
    door.addHook('onReady', () => gateway.start());
    door.addHook('preClose', () => gateway.stop());

    // Many a call a second: none makes a logger of its own.
    door.setChildLoggerFactory((logger) => logger);
    door.removeAllContentTypeParsers();
    door.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, done) => done(null, body));

    door.setErrorHandler((error: FastifyError | Refusal, request, reply) => answer(request, reply, refusalOf(error, request)));
    const nothingHere = () => {
      throw new Refusal(404, 'not_found', noSuchPath);
    };
    door.setNotFoundHandler(nothingHere);
    // Else the preflight of the browsers' doors would answer.
    door.options('/*', nothingHere);

    // Clients look whether somebody is there.
    door.get('/', async () => '');

    // The second one is for clients whose base URL ends with /v1 already.
    for (const prefix of ['', '/v1']) {
      for (const [path, protocol] of Object.entries(doors)) callDoor(door, gateway, `${prefix}${path}`, () => protocol);
      modelDoor(door, gateway, `${prefix}/v1/models`);
    }
    callDoor(door, gateway, '/v1beta/models/:target', protocolOf);
    modelDoor(door, gateway, '/v1beta/models');
    webSocketDoor(door);
  };

function callDoor(door: FastifyInstance, gateway: Gateway, path: string, protocolFor: (request: FastifyRequest) => Protocol): void {
  door.post<Target>(path, {
    bodyLimit: MAX_BODY,
    async onRequest(request) {
      request.llmCaller = await authenticate(gateway, protocolFor(request), request);
    },
    async handler(request, reply) {
      const { llmCaller: caller, body, params } = request;
      if (!caller) throw new Refusal(401, 'invalid_credential', 'Send a token of Open ACE.');
      if (!Buffer.isBuffer(body)) throw new Refusal(400, 'no_body', 'Send the request as a JSON object.');
      const call = { caller, request: request.raw, response: reply.raw, body, target: params.target ?? '' };
      const refusal = await gateway.call(protocolFor(request), call);
      if (refusal) throw refusal;
      return reply.hijack();
    },
  });
}

function modelDoor(door: FastifyInstance, gateway: Gateway, path: string): void {
  const answerWith = async (request: FastifyRequest, id?: string) => {
    const protocol = protocolOf(request);
    const caller = await authenticate(gateway, protocol, request);
    return formatModels(protocol.vendor, await gateway.models(protocol, caller), id);
  };
  door.get(path, (request) => answerWith(request));
  door.get<Target>(`${path}/:target`, (request) => answerWith(request, request.params.target));
}

/** Codex asks for a WebSocket first; told so, it goes on over HTTP at once. */
function webSocketDoor(door: FastifyInstance): void {
  door.get('/v1/responses', async (request, reply) => {
    // A socket that was to be upgraded belongs to no HTTP server any more: nobody else would end it.
    reply.raw.on('finish', () => request.raw.socket.destroySoon());
    throw new Refusal(426, 'no_websocket', 'There is no WebSocket here. Send POST requests.', { upgrade: 'HTTP/1.1', connection: 'close' });
  });
}

function refusalOf(error: FastifyError | Refusal, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  const status = error.statusCode ?? 500;
  if (status === 413) return new Refusal(413, 'too_large', 'The request is larger than 64 MB.');
  if (status < 500) return new Refusal(400, 'invalid_request', 'The request could not be read.');
  request.log.error({ err: error, requestId: request.id }, 'an LLM call failed');
  return new Refusal(500, 'internal', `Internal error. Quote request ${request.id} to your administrator.`);
}

function answer(request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  return reply
    .status(refusal.status)
    .headers({ ...refusal.headers, 'content-type': 'application/json', 'request-id': request.id })
    .send(JSON.stringify(protocolOf(request).formatRefusal(refusal, request.id)));
}
