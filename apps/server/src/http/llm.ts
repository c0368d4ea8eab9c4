import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { anthropicMessages, type Caller, createGateway, type GatewayTimes, type Protocol, Refusal } from '#domains/gateway';
import type { Deps } from '#platform/context';

/** Claude Code sends images and documents inside its requests. */
const MAX_BODY = 64 * 1024 * 1024;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls the LLM door; set before the body is read. */
    llmCaller?: Caller;
  }
}

/**
 * The LLM door: plain HTTP in the provider's own protocol, authenticated by proxy tokens and never by cookies. A path that is not here
 * is refused: there is no unmetered one.
 */
export const llmRoutes =
  (deps: Deps, times?: GatewayTimes): FastifyPluginAsync =>
  async (door) => {
    const gateway = createGateway(deps, times);
    const protocol = anthropicMessages;
    door.addHook('onReady', () => gateway.start());
    door.addHook('preClose', () => gateway.stop());

    // Many a call a second: none makes a logger of its own.
    door.setChildLoggerFactory((logger) => logger);
    door.removeAllContentTypeParsers();
    door.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, done) => done(null, body));

    door.setErrorHandler((error: FastifyError | Refusal, request, reply) => answer(protocol, request, reply, refusalOf(error, request)));
    const nothingHere = () => {
      throw new Refusal(404, 'not_found', 'Open ACE has no such path. Use POST /llm/v1/messages.');
    };
    door.setNotFoundHandler(nothingHere);
    // Else the preflight of the browsers' doors would answer.
    door.options('/*', nothingHere);

    // Clients look whether somebody is there.
    door.get('/', async () => '');

    // The last one for clients whose base URL ends with /v1 already.
    for (const path of ['/v1/messages', '/v1/v1/messages']) {
      door.post(path, {
        bodyLimit: MAX_BODY,
        async onRequest(request) {
          if (request.headers['content-encoding'])
            throw new Refusal(400, 'packed_body', 'Send the body as it is, without Content-Encoding.');
          request.llmCaller = await gateway.authenticate(protocol.credentialOf(request.headers));
        },
        async handler(request, reply) {
          const { llmCaller: caller, body } = request;
          if (!caller) throw new Refusal(401, 'invalid_credential', 'Send a token of Open ACE.');
          if (!Buffer.isBuffer(body)) throw new Refusal(400, 'no_body', 'Send the request as a JSON object.');
          const refusal = await gateway.call(protocol, { caller, request: request.raw, response: reply.raw, body });
          if (refusal) throw refusal;
          return reply.hijack();
        },
      });
    }
  };

function refusalOf(error: FastifyError | Refusal, request: FastifyRequest): Refusal {
  if (error instanceof Refusal) return error;
  const status = error.statusCode ?? 500;
  if (status === 413) return new Refusal(413, 'too_large', 'The request is larger than 64 MB.');
  if (status < 500) return new Refusal(400, 'invalid_request', 'The request could not be read.');
  request.log.error({ err: error, requestId: request.id }, 'an LLM call failed');
  return new Refusal(500, 'internal', `Internal error. Quote request ${request.id} to your administrator.`);
}

function answer(protocol: Protocol, request: FastifyRequest, reply: FastifyReply, refusal: Refusal) {
  return reply
    .status(refusal.status)
    .headers({ 'content-type': 'application/json', 'request-id': request.id })
    .send(JSON.stringify(protocol.formatRefusal(refusal, request.id)));
}
