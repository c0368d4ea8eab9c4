import type { Tokens } from '#domains/usage';
import type { AnswerHandling, Reading } from '../protocol.ts';
import { type BodyReader, isStream, readError, type StreamReader, sseEvent, streamMeter, wholeAnswer } from '../reading.ts';
import { isRecord, shortText } from '../untrusted.ts';
import { errorTypeOf } from './error-types.ts';
import { tellUsage } from './usage.ts';

function readMessage(message: unknown, reading: Reading): void {
  if (!isRecord(message)) return;
  reading.answered = true;
  reading.model = shortText(message.model);
  reading.matchId = shortText(message.id) || null;
  tellUsage(reading, message.usage);
}

const body: BodyReader = { message: readMessage, errorTypeOf };

/** The text in a delta: words, thoughts, or a tool's input. A signature is none of the output. */
function textOf(delta: Record<string, unknown>): string {
  const text = delta.text ?? delta.thinking ?? delta.partial_json;
  return typeof text === 'string' ? text : '';
}

type Event = Record<string, unknown>;

/** Reads a streamed message: docs.anthropic.com, "Streaming messages". */
class MessageStream implements StreamReader {
  /** The block that is open; null between two. */
  #open: unknown = null;
  #stopped = false;

  event(event: Event, reading: Reading): void {
    switch (event.type) {
      case 'message_start':
        readMessage(event.message, reading);
        break;
      case 'content_block_start':
        this.#open = event.index;
        break;
      case 'content_block_delta':
        if (isRecord(event.delta)) reading.output.add(textOf(event.delta));
        break;
      case 'content_block_stop':
        this.#open = null;
        break;
      case 'message_delta':
        tellUsage(reading, event.usage);
        this.#stopped ||= isRecord(event.delta) && typeof event.delta.stop_reason === 'string';
        break;
      case 'message_stop':
        reading.complete = reading.answered;
        break;
      case 'error':
        readError(reading, event.error, errorTypeOf);
        break;
      default:
    }
  }

  end(reading: Reading): void {
    reading.complete ||= reading.answered && this.#stopped && !reading.errorType;
  }

  cut({ outputTokens }: Tokens): Buffer {
    const delta = { stop_reason: 'max_tokens', stop_sequence: null };
    const events = [
      ...(typeof this.#open === 'number' ? [{ type: 'content_block_stop', index: this.#open }] : []),
      { type: 'message_delta', delta, usage: { output_tokens: outputTokens } },
      { type: 'message_stop' },
    ];
    return Buffer.from(events.map((event) => sseEvent(event, event.type)).join(''));
  }
}

/** An answer of the Messages API. */
export function readMessages(status: number, contentType: string): AnswerHandling {
  if (!isStream(status, contentType)) return wholeAnswer(status, body);
  const stream = new MessageStream();
  return { meter: streamMeter(stream), cut: (tokens) => stream.cut(tokens) };
}
