import { estimateBytes, TextTally } from '../estimates.ts';
import type { Meter, Reading } from '../protocol.ts';
import { SseLines } from '../sse-lines.ts';
import { isRecord, parseJson, shortText } from '../untrusted.ts';
import { errorTypeOf } from './error-types.ts';
import { tellUsage } from './usage.ts';

/** The text in a delta: words, thoughts, or a tool's input. A signature is none of the output. */
function textOf(delta: Record<string, unknown>): string {
  const text = delta.text ?? delta.thinking ?? delta.partial_json;
  return typeof text === 'string' ? text : '';
}

/** Meters a streamed message: docs.anthropic.com, "Streaming messages". */
export function streamMeter(): Meter {
  const reading: Reading = { answered: false, complete: false, model: '', matchId: null, told: {}, outputEstimate: 0, errorType: '' };
  const tally = new TextTally();
  let stopped = false;

  const on: Record<string, (event: Record<string, unknown>) => void> = {
    message_start({ message }) {
      if (!isRecord(message)) return;
      reading.answered = true;
      reading.model = shortText(message.model);
      reading.matchId = shortText(message.id) || null;
      tellUsage(reading.told, message.usage);
    },
    content_block_delta({ delta }) {
      if (isRecord(delta)) tally.add(textOf(delta));
    },
    message_delta({ delta, usage }) {
      tellUsage(reading.told, usage);
      stopped ||= isRecord(delta) && typeof delta.stop_reason === 'string';
    },
    message_stop() {
      reading.complete = reading.answered;
    },
    error({ error }) {
      reading.errorType = (isRecord(error) && errorTypeOf(error.type)) || 'error';
    },
  };

  const lines = new SseLines((text) => {
    const event = parseJson(text);
    if (isRecord(event) && typeof event.type === 'string' && Object.hasOwn(on, event.type)) on[event.type]?.(event);
  });

  return {
    push: (chunk) => lines.push(chunk),
    end() {
      lines.end();
      reading.complete ||= reading.answered && stopped && !reading.errorType;
    },
    reading: () => ({ ...reading, outputEstimate: tally.tokens + estimateBytes(lines.skipped) }),
  };
}
