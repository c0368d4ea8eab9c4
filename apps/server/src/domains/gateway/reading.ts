import { OutputText } from './output-text.ts';
import type { AnswerHandling, Meter, Reading } from './protocol.ts';
import { SseLines } from './sse-lines.ts';
import { isRecord, parseJson, shortText } from './untrusted.ts';

const newReading = (): Reading => ({
  answered: false,
  complete: false,
  model: '',
  matchId: null,
  told: {},
  details: {},
  output: new OutputText(),
  errorType: '',
  errorMessage: '',
});

type Json = Record<string, unknown>;

const MOST_OF_MESSAGE = 500;

const MOST_KEPT = 32 * 1024 * 1024;
/** An error's type and message stand at its beginning. */
const MOST_KEPT_OF_ERROR = 64 * 1024;

/** How one protocol's answers in one piece are read. */
export interface BodyReader {
  /** A whole message. */
  message(body: unknown, reading: Reading): void;
  /** The provider's word for an error, if it is one that it documents. */
  errorTypeOf(error: unknown): string;
}

const wordsOf = (error: unknown) => (isRecord(error) ? (error.message ?? error.detail) : error);

const oneLine = (words: unknown) => (typeof words === 'string' ? shortText(words.replace(/\s+/g, ' ').trim(), MOST_OF_MESSAGE) : '');

/** The provider's own words about an error, whatever form its answer has; a proxy before it may have answered with a page. */
export function messageOfError(answer: string): string {
  const body = parseJson(answer);
  return oneLine(isRecord(body) ? (wordsOf(body.error) ?? wordsOf(body)) : answer);
}

/** Takes over the error that a stream reports in its middle. */
export function readError(reading: Reading, error: unknown, errorTypeOf: BodyReader['errorTypeOf']): void {
  reading.errorType = errorTypeOf(error) || 'error';
  reading.errorMessage = oneLine(wordsOf(error));
}

/** Meters an answer in one piece, a message or an error: keeps a bounded copy and reads it at its end. */
function bodyMeter(status: number, reader: BodyReader): Meter {
  const isMessage = status >= 200 && status < 300;
  const most = isMessage ? MOST_KEPT : MOST_KEPT_OF_ERROR;
  const reading = newReading();
  let parts: Buffer[] = [];
  let size = 0;

  return {
    push(chunk) {
      size += chunk.length;
      reading.answered = isMessage;
      if (isMessage) reading.output.addUnread(chunk.length);
      if (size <= most) parts.push(chunk);
      else parts = [];
    },
    end() {
      const text = size <= most ? Buffer.concat(parts).toString('utf8') : '';
      const body = parseJson(text);
      parts = [];
      if (!isMessage) {
        reading.errorType = isRecord(body) ? reader.errorTypeOf(body.error) : '';
        reading.errorMessage = messageOfError(text);
      } else if (typeof body === 'object' && body !== null) {
        reading.complete = true;
        reader.message(body, reading);
      }
    },
    reading: () => reading,
  };
}

/** How one protocol's streams are read. One reader a stream: it may remember what it saw. */
export interface StreamReader {
  event(event: Json, reading: Reading): void;
  /** Data that is no object, as `[DONE]`. */
  word?(text: string, reading: Reading): void;
  /** The stream ended as it should. */
  end?(reading: Reading): void;
}

/** Meters a stream of server-sent events. */
export function streamMeter(reader: StreamReader): Meter {
  const reading = newReading();
  const lines = new SseLines((text) => {
    const event = parseJson(text);
    if (isRecord(event)) reader.event(event, reading);
    else reader.word?.(text.trim(), reading);
  });
  let unread = 0;
  return {
    push(chunk) {
      lines.push(chunk);
      if (lines.skipped > unread) {
        reading.output.addUnread(lines.skipped - unread);
        unread = lines.skipped;
      }
    },
    end() {
      lines.end();
      reader.end?.(reading);
    },
    reading: () => reading,
  };
}

export const isStream = (status: number, contentType: string): boolean => status < 300 && /^text\/event-stream\b/i.test(contentType);

/** An event as a stream carries it. */
export const sseEvent = (data: object, name?: string): string => `${name ? `event: ${name}\n` : ''}data: ${JSON.stringify(data)}\n\n`;

/** An answer in one piece, passed on as it is. */
export const wholeAnswer = (status: number, reader: BodyReader): AnswerHandling => ({ meter: bodyMeter(status, reader) });
