import type { Tokens } from '#domains/usage';
import type { AnswerHandling, Reading } from '../protocol.ts';
import { type BodyReader, isStream, readError, type StreamReader, sseEvent, streamMeter, wholeAnswer } from '../reading.ts';
import { isRecord, shortText } from '../untrusted.ts';
import { errorTypeOf } from './common.ts';
import { tellUsage } from './usage.ts';

type Json = Record<string, unknown>;

function readResponse(response: unknown, reading: Reading): void {
  if (!isRecord(response)) return;
  reading.answered = true;
  reading.model ||= shortText(response.model);
  reading.matchId ??= shortText(response.id) || null;
  tellUsage(reading, response.usage);
  if (isRecord(response.error)) readError(reading, response.error, errorTypeOf);
}

const body: BodyReader = { message: readResponse, errorTypeOf };

/** A response that failed before it said anything, and for which no figures came, cost nothing. */
function readFailure(reading: Reading): void {
  reading.errorType ||= 'error';
  reading.answered = !reading.output.isEmpty || reading.told.outputTokens !== undefined;
}

/** Items of an answer that a cut stream can still name whole, and no more: their number is not ours to bound. */
const MOST_ITEMS = 200;

/** Reads streamed responses: platform.openai.com, "Responses, streaming". */
class ResponsesStream implements StreamReader {
  #head: Json = {};
  #sequence = 0;
  readonly #items: unknown[] = [];

  event(event: Json, reading: Reading): void {
    if (typeof event.sequence_number === 'number') this.#sequence = event.sequence_number;
    switch (event.type) {
      case 'response.created':
        if (isRecord(event.response)) this.#head = event.response;
        readResponse(event.response, reading);
        break;
      case 'response.in_progress':
        readResponse(event.response, reading);
        break;
      case 'response.output_item.done':
        if (this.#items.length < MOST_ITEMS) this.#items.push(event.item);
        break;
      case 'response.completed':
      case 'response.incomplete':
        readResponse(event.response, reading);
        reading.complete = true;
        break;
      case 'response.failed':
        readResponse(event.response, reading);
        readFailure(reading);
        break;
      case 'error':
        readError(reading, event, errorTypeOf);
        readFailure(reading);
        break;
      default:
        if (typeof event.delta === 'string') reading.output.add(event.delta);
    }
  }

  cut({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens }: Tokens): Buffer {
    const input = inputTokens + cacheReadTokens + cacheWriteTokens;
    const usage = {
      input_tokens: input,
      input_tokens_details: { cached_tokens: cacheReadTokens },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: reasoningTokens },
      total_tokens: input + outputTokens,
    };
    const ending = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' }, output: this.#items, usage };
    const type = 'response.incomplete';
    return Buffer.from(sseEvent({ type, sequence_number: this.#sequence + 1, response: { ...this.#head, ...ending } }, type));
  }
}

/** An answer of the Responses API. */
export function readResponses(status: number, contentType: string): AnswerHandling {
  if (!isStream(status, contentType)) return wholeAnswer(status, body);
  const stream = new ResponsesStream();
  return { meter: streamMeter(stream), cut: (tokens) => stream.cut(tokens) };
}
