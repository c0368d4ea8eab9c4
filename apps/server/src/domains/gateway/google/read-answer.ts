import type { Tokens } from '#domains/usage';
import type { AnswerHandling, Reading } from '../protocol.ts';
import { type BodyReader, isStream, readError, type StreamReader, sseEvent, streamMeter, wholeAnswer } from '../reading.ts';
import { isRecord, shortText, tokenCount } from '../untrusted.ts';

type Json = Record<string, unknown>;

/** google.rpc.Code, the names that answers use. */
const statuses = new Set([
  'INVALID_ARGUMENT',
  'FAILED_PRECONDITION',
  'PERMISSION_DENIED',
  'UNAUTHENTICATED',
  'NOT_FOUND',
  'RESOURCE_EXHAUSTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'CANCELLED',
]);

const errorTypeOf = (error: unknown) =>
  isRecord(error) && typeof error.status === 'string' && statuses.has(error.status) ? error.status : '';

/** Of a list of modalities the tokens of one. */
function modality(list: unknown, name: string): number | undefined {
  const found = Array.isArray(list) ? list.find((entry) => isRecord(entry) && entry.modality === name) : undefined;
  return isRecord(found) ? tokenCount(found.tokenCount) || undefined : undefined;
}

/**
 * Google's `usageMetadata`: cached tokens are a part of the prompt, what tools read comes beside it, and thoughts beside the answer.
 * Every report is cumulative.
 */
function tellUsage({ told, details }: Reading, usage: unknown): void {
  if (!isRecord(usage)) return;
  const count = (name: string) => tokenCount(usage[name]) ?? 0;
  const prompt = tokenCount(usage.promptTokenCount);
  const toolUse = count('toolUsePromptTokenCount');
  if (prompt !== undefined) {
    told.cacheReadTokens = Math.min(count('cachedContentTokenCount'), prompt);
    told.inputTokens = prompt - told.cacheReadTokens + toolUse;
  }
  const thoughts = count('thoughtsTokenCount');
  if (usage.candidatesTokenCount !== undefined || usage.totalTokenCount !== undefined) {
    told.outputTokens = count('candidatesTokenCount') + thoughts;
    told.reasoningTokens = thoughts;
  }
  details.toolUseInputTokens = toolUse || undefined;
  details.imageInputTokens = modality(usage.promptTokensDetails, 'IMAGE');
  details.audioInputTokens = modality(usage.promptTokensDetails, 'AUDIO');
  details.audioOutputTokens = modality(usage.candidatesTokensDetails, 'AUDIO');
}

const partsOf = (candidate: Json): unknown[] =>
  isRecord(candidate.content) && Array.isArray(candidate.content.parts) ? candidate.content.parts : [];

function textOf(part: unknown): string {
  if (!isRecord(part)) return '';
  if (typeof part.text === 'string') return part.text;
  return isRecord(part.functionCall) ? JSON.stringify(part.functionCall) : '';
}

/** Reads whole answers and the chunks of streams, which have one form: ai.google.dev, "GenerateContentResponse". */
class Answer implements StreamReader {
  #isFinished = false;
  #head: Json = {};

  event(chunk: Json, reading: Reading): void {
    if (isRecord(chunk.error)) {
      readError(reading, chunk.error, errorTypeOf);
      return;
    }
    reading.answered = true;
    reading.model ||= shortText(chunk.modelVersion);
    reading.matchId ??= shortText(chunk.responseId) || null;
    this.#head = { modelVersion: chunk.modelVersion, responseId: chunk.responseId };
    tellUsage(reading, chunk.usageMetadata);
    // A prompt that was blocked has no candidate and is whole all the same.
    this.#isFinished ||= isRecord(chunk.promptFeedback) && typeof chunk.promptFeedback.blockReason === 'string';
    for (const candidate of Array.isArray(chunk.candidates) ? chunk.candidates : []) {
      if (!isRecord(candidate)) continue;
      for (const part of partsOf(candidate)) reading.output.add(textOf(part));
      this.#isFinished ||= typeof candidate.finishReason === 'string';
    }
  }

  end(reading: Reading): void {
    reading.complete = reading.answered && this.#isFinished && !reading.errorType;
  }

  cut({ inputTokens, outputTokens, cacheReadTokens, reasoningTokens }: Tokens): Buffer {
    const prompt = inputTokens + cacheReadTokens;
    const usageMetadata = {
      promptTokenCount: prompt,
      cachedContentTokenCount: cacheReadTokens,
      candidatesTokenCount: outputTokens - reasoningTokens,
      thoughtsTokenCount: reasoningTokens,
      totalTokenCount: prompt + outputTokens,
    };
    const candidates = [{ index: 0, content: { role: 'model', parts: [{ text: '' }] }, finishReason: 'MAX_TOKENS' }];
    return Buffer.from(sseEvent({ candidates, usageMetadata, ...this.#head }));
  }
}

/** An answer in one piece, or a stream as a JSON array, which is what streams are without `alt=sse`. */
const body: BodyReader = {
  message(answer, reading) {
    const reader = new Answer();
    for (const chunk of Array.isArray(answer) ? answer : [answer]) if (isRecord(chunk)) reader.event(chunk, reading);
    reader.end(reading);
  },
  errorTypeOf,
};

/** An answer of Gemini's generateContent or streamGenerateContent. */
export function readGenerated(status: number, contentType: string): AnswerHandling {
  if (!isStream(status, contentType)) return wholeAnswer(status, body);
  const stream = new Answer();
  return { meter: streamMeter(stream), cut: (tokens) => stream.cut(tokens) };
}
