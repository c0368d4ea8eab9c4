import type { Tokens } from '#domains/usage';
import type { AnswerHandling, Reading } from '../protocol.ts';
import { type BodyReader, isStream, readError, type StreamReader, sseEvent, streamMeter, wholeAnswer } from '../reading.ts';
import { isRecord, shortText } from '../untrusted.ts';
import { errorTypeOf } from './common.ts';
import { tellUsage } from './usage.ts';

type Json = Record<string, unknown>;

/** What chunks and whole completions say alike. */
function readHead(body: Json, reading: Reading): void {
  reading.answered = true;
  reading.model ||= shortText(body.model);
  reading.matchId ??= shortText(body.id) || null;
  tellUsage(reading, body.usage);
}

const body: BodyReader = {
  message: (completion, reading) => isRecord(completion) && readHead(completion, reading),
  errorTypeOf,
};

const add = (reading: Reading, text: unknown) => typeof text === 'string' && reading.output.add(text);

function readDelta(delta: Json, reading: Reading): void {
  add(reading, delta.content);
  add(reading, delta.reasoning_content ?? delta.reasoning);
  add(reading, delta.refusal);
  if (!Array.isArray(delta.tool_calls)) return;
  for (const call of delta.tool_calls) {
    if (isRecord(call) && isRecord(call.function)) {
      add(reading, call.function.name);
      add(reading, call.function.arguments);
    }
  }
}

/** Reads streamed chat completions: platform.openai.com, "The chat completion chunk object". */
class ChatStream implements StreamReader {
  #isFinished = false;
  #head: Json = {};

  event(chunk: Json, reading: Reading): void {
    if (chunk.error !== undefined && chunk.error !== null) {
      readError(reading, chunk.error, errorTypeOf);
      return;
    }
    if (!reading.answered) this.#head = { id: shortText(chunk.id), created: chunk.created, model: shortText(chunk.model) };
    readHead(chunk, reading);
    if (!Array.isArray(chunk.choices)) return;
    for (const choice of chunk.choices) {
      if (!isRecord(choice)) continue;
      if (isRecord(choice.delta)) readDelta(choice.delta, reading);
      this.#isFinished ||= typeof choice.finish_reason === 'string';
    }
  }

  word(text: string, reading: Reading): void {
    if (text === '[DONE]') reading.complete = reading.answered && !reading.errorType;
  }

  end(reading: Reading): void {
    reading.complete ||= reading.answered && this.#isFinished && !reading.errorType;
  }

  /** The figures come with the last choice, where every client can read them. */
  cut(tokens: Tokens): Buffer {
    const choices = [{ index: 0, delta: {}, logprobs: null, finish_reason: 'length' }];
    const chunk = { ...this.#head, object: 'chat.completion.chunk', choices, usage: chatUsage(tokens) };
    return Buffer.from(`${sseEvent(chunk)}data: [DONE]\n\n`);
  }
}

/** Our figures as chat completions write them. */
function chatUsage({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens }: Tokens) {
  const prompt = inputTokens + cacheReadTokens + cacheWriteTokens;
  return {
    prompt_tokens: prompt,
    completion_tokens: outputTokens,
    total_tokens: prompt + outputTokens,
    prompt_tokens_details: { cached_tokens: cacheReadTokens },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}

/** An answer of the Chat Completions API. */
export function readChat(status: number, contentType: string): AnswerHandling {
  if (!isStream(status, contentType)) return wholeAnswer(status, body);
  const stream = new ChatStream();
  return { meter: streamMeter(stream), cut: (tokens) => stream.cut(tokens) };
}
