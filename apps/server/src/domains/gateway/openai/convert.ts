import type { UsableKey } from '#domains/provider-key';
import { newId } from '#platform/ids';
import type { AnswerHandling, CallRequest, Changes, Filter, Meter, UpstreamRequest } from '../protocol.ts';
import { Refusal } from '../refusal.ts';
import { isRecord, parseJson } from '../untrusted.ts';
import { chatLimitName, knowsStreamOptions, refusesStreamOptions } from './chat.ts';
import { type ChatConversion, chatRequestOf } from './conversion/chat-request.ts';
import { responseOf } from './conversion/response-body.ts';
import { headOf, type ResponseIds } from './conversion/response-frame.ts';
import { ResponseStream } from './conversion/response-stream.ts';
import { readChat } from './read-chat.ts';

/** More than any answer in one piece has; what is larger passes as it is. */
const MOST_KEPT = 32 * 1024 * 1024;

/** An answer in one piece, kept until it is whole. */
function wholeFilter(conversion: ChatConversion, ids: ResponseIds): Filter {
  const parts: Buffer[] = [];
  let size = 0;
  return {
    push(chunk) {
      size += chunk.length;
      if (size > MOST_KEPT) return Buffer.concat([...parts.splice(0), chunk]);
      parts.push(chunk);
      return null;
    },
    end() {
      const bytes = Buffer.concat(parts);
      const completion = parseJson(bytes.toString('utf8'));
      return isRecord(completion) ? Buffer.from(JSON.stringify(responseOf(completion, conversion, ids))) : bytes;
    },
  };
}

/** The client's log knows an answer by the id that we gave it. */
const underOurId = (meter: Meter, conversion: ChatConversion, ids: ResponseIds): Meter => ({
  push: (chunk) => meter.push(chunk),
  end: () => meter.end(),
  reading() {
    const reading = meter.reading();
    return reading.answered ? { ...reading, matchId: headOf({ id: reading.matchId }, conversion, ids).id } : reading;
  },
});

function handleAs(conversion: ChatConversion): UpstreamRequest['handle'] {
  return (status, contentType): AnswerHandling => {
    const ids = { fallback: newId(), now: Math.floor(Date.now() / 1000) };
    const chat = readChat(status, contentType);
    // Errors have one form in both APIs.
    if (status >= 300) return chat;
    const meter = underOurId(chat.meter, conversion, ids);
    if (!chat.cut) return { meter, filter: wholeFilter(conversion, ids) };
    const stream = new ResponseStream(conversion, ids);
    return { meter, filter: stream, cut: (tokens) => stream.cut('max_output_tokens', tokens) };
  };
}

/** A request of the Responses API for a provider that has chat completions alone. */
export function convertedRequest({ body }: CallRequest, key: UsableKey, { model, maxOutput }: Changes): UpstreamRequest {
  const asked = parseJson(body.toString('utf8'));
  if (!isRecord(asked)) throw new Refusal(400, 'invalid_request', 'The request is no JSON.');
  const conversion = chatRequestOf(asked);
  const { max_tokens: limit, ...rest } = conversion.body;
  const most = maxOutput ?? limit;
  const chat = { ...rest, model, ...(most !== undefined && { [chatLimitName(key)]: most }) };
  const upstream = (body: object) => ({ path: '/chat/completions', body: Buffer.from(JSON.stringify(body)), handle: handleAs(conversion) });
  const { stream_options: _options, ...plain } = chat as Record<string, unknown>;
  if (!knowsStreamOptions(key)) return upstream(plain);
  return {
    ...upstream(chat),
    plain: (answer) => (refusesStreamOptions(key, answer) ? upstream(plain) : null),
  };
}
