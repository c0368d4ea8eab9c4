import type { Tokens } from '#domains/usage';
import { SseLines } from '../../sse-lines.ts';
import { isRecord, parseJson } from '../../untrusted.ts';
import { choiceOf, readPiece } from './chat-piece.ts';
import type { ChatConversion } from './chat-request.ts';
import { EventWriter } from './event-writer.ts';
import { OutputStream } from './output-stream.ts';
import {
  type Ending,
  endingFields,
  endingOf,
  errorOf,
  failedBecause,
  headOf,
  type ResponseHead,
  type ResponseIds,
  responseFrame,
} from './response-frame.ts';
import { figuresOf, type ResponseUsage, usageOfTokens } from './response-usage.ts';

type Json = Record<string, unknown>;

/** What is known of a response from its beginning on. */
interface Begun {
  head: ResponseHead;
  output: OutputStream;
}

/** Makes the stream of a response of the bytes of a streamed chat completion: platform.openai.com, "Streaming API responses". */
export class ResponseStream {
  readonly #conversion: ChatConversion;
  readonly #ids: ResponseIds;
  readonly #writer = new EventWriter();
  readonly #lines = new SseLines((text) => this.#read(text));
  #begun: Begun | null = null;
  #isOver = false;
  #finishReason = '';
  #hasChoice = false;
  #usage: unknown;

  constructor(conversion: ChatConversion, ids: ResponseIds) {
    this.#conversion = conversion;
    this.#ids = ids;
  }

  /** The events that a piece of the answer gives; null for none yet. */
  push(chunk: Buffer): Buffer | null {
    if (this.#isOver) return null;
    this.#lines.push(chunk);
    if (this.#lines.skipped > 0) this.#end(failedBecause('A line in the answer of the provider is too long to be converted.'));
    return this.#writer.take();
  }

  /** The answer's connection ended. */
  end(): Buffer | null {
    if (this.#isOver) return null;
    this.#lines.end();
    const broken = failedBecause('The answer of the provider ended before it was whole.');
    this.#end(this.#finishReason === '' ? broken : endingOf(this.#finishReason));
    return this.#writer.take();
  }

  /** Ends the response here, with these figures. */
  cut(reason: 'max_output_tokens', tokens: Tokens): Buffer {
    this.#end({ status: 'incomplete', reason }, usageOfTokens(tokens));
    return this.#writer.take() ?? Buffer.alloc(0);
  }

  #read(text: string): void {
    if (this.#isOver) return;
    const chunk = parseJson(text);
    const error = isRecord(chunk) ? errorOf(chunk) : null;
    if (text.trim() === '[DONE]') this.#end(endingOf(this.#finishReason));
    else if (error) this.#end(error);
    else if (isRecord(chunk)) this.#readChunk(chunk);
  }

  #readChunk(chunk: Json): void {
    if (isRecord(chunk.usage)) this.#usage = chunk.usage;
    const choice = choiceOf(chunk);
    if (!choice) return;
    this.#hasChoice = true;
    if (typeof choice.finish_reason === 'string') this.#finishReason ||= choice.finish_reason;
    const { output } = this.#begin(chunk);
    output.add(readPiece(choice.delta));
    if (output.trouble !== '') this.#end(failedBecause(output.trouble));
  }

  /** The first choice begins the response: before it some providers send chunks without an id. */
  #begin(chunk: Json): Begun {
    if (this.#begun) return this.#begun;
    const head = headOf(chunk, this.#conversion, this.#ids);
    const response = responseFrame(head, this.#conversion, { status: 'in_progress', output: [], usage: null });
    this.#writer.write('created', { response });
    this.#writer.write('in_progress', { response });
    this.#begun = { head, output: new OutputStream(this.#writer, head, this.#conversion.tools) };
    return this.#begun;
  }

  #end(meant: Ending, usage?: ResponseUsage): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { head, output } = this.#begin({});
    const ending = meant.status === 'completed' && !this.#hasChoice ? failedBecause('The provider gave no answer.') : meant;
    // What failed claims nothing more: its items stay open.
    const items = ending.status === 'failed' ? output.items : output.close(ending.status === 'incomplete');
    const figures = usage ?? figuresOf(this.#usage, ending);
    const response = responseFrame(head, this.#conversion, { output: items, usage: figures, ...endingFields(ending) });
    this.#writer.write(ending.status, { response });
  }
}
