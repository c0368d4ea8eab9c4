// @ts-check
/** Gemini API (generateContent). @typedef {import('./script.mjs').Turn} Turn @typedef {import('./play.mjs').Answer} Answer */
import { chunks, toolCall, toolSteps } from './script.mjs';
import { beforeLastDelta, usageReports } from './usage-reports.mjs';

const maximum = (/** @type {any} */ body) => body.generationConfig?.maxOutputTokens;

/** @param {any} body @returns {Turn[]} */
function turns(body) {
  return (body.contents ?? []).flatMap((/** @type {any} */ content) => {
    /** @type {any[]} */
    const parts = content.parts ?? [];
    const texts = parts.filter((part) => typeof part.text === 'string').map((part) => part.text);
    if (content.role === 'model') return [{ role: 'assistant', text: texts.join('\n') }];
    const results = parts.some((part) => part.functionResponse);
    return [...(results ? [{ role: 'tool', text: '' }] : []), ...texts.map((text) => ({ role: 'user', text }))];
  });
}

/** @param {any} body */
function tools(body) {
  return (body.tools ?? [])
    .flatMap((/** @type {any} */ tool) => tool.functionDeclarations ?? [])
    .map((/** @type {any} */ declaration) => ({
      name: declaration.name,
      kind: 'function',
      properties: Object.keys((declaration.parameters ?? declaration.parametersJsonSchema)?.properties ?? {}),
    }));
}

/** A thinking model signs its calls; a client has to send the signature back. @param {Answer} answer */
function callParts({ step, body }) {
  return toolSteps(step).map((wanted) => {
    const call = toolCall(wanted, tools(body));
    return { functionCall: { name: call.name, args: call.input }, ...(step.thinking ? { thoughtSignature: 'ZmFrZQ==' } : {}) };
  });
}

const finishReason = (/** @type {Answer} */ { step }) => (step.stopReason === 'length' ? 'MAX_TOKENS' : 'STOP');

/** @param {Answer} answer */
const outputOf = ({ usage }) => ({ thoughts: usage.reasoning, candidates: Math.max(usage.output - usage.reasoning, 0) });

/**
 * Counts that are zero are left out, as Google does (its JSON has no default values).
 * @param {Answer} answer @param {{ thoughts: number, candidates: number }} [output] so far; all of it without
 */
function usageMetadata(answer, { thoughts, candidates } = outputOf(answer)) {
  const { input, cacheRead, cacheWrite, toolUse = 0 } = answer.usage;
  const prompt = input + cacheRead + cacheWrite;
  const counts = {
    promptTokenCount: prompt,
    cachedContentTokenCount: cacheRead,
    candidatesTokenCount: candidates,
    thoughtsTokenCount: thoughts,
    toolUsePromptTokenCount: toolUse,
    totalTokenCount: prompt + candidates + thoughts + toolUse,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

const namesOf = (/** @type {Answer} */ { id, model }) => ({ modelVersion: model, responseId: id });

/** @param {Answer} answer */
function whole(answer) {
  const { step } = answer;
  const parts = [
    ...(step.thinking ? [{ text: step.thinking, thought: true }] : []),
    ...(step.text ? [{ text: step.text }] : []),
    ...callParts(answer),
  ];
  return {
    candidates: [{ content: { parts, role: 'model' }, finishReason: finishReason(answer), index: 0 }],
    ...(step.noUsage ? {} : { usageMetadata: usageMetadata(answer) }),
    ...namesOf(answer),
  };
}

/** @param {number} all @param {number} done @param {number} of */
const shareOf = (all, done, of) => (of === 0 ? all : Math.floor((all * done) / of));

/** The parts of an answer as they come, each with the usage so far. @param {Answer} answer @returns {any[]} */
function pieces(answer) {
  const { step } = answer;
  const thoughts = chunks(step.thinking ?? '', step.chunkSize).map((text) => ({ text, thought: true }));
  const said = [...chunks(step.text ?? '', step.chunkSize).map((text) => ({ text })), ...callParts(answer)];
  const all = outputOf(answer);
  return [...thoughts, ...said].map((part, at, { length }) => {
    const soFar = {
      thoughts: shareOf(all.thoughts, Math.min(at + 1, thoughts.length), thoughts.length),
      candidates: shareOf(all.candidates, Math.max(at + 1 - thoughts.length, 0), said.length),
    };
    const reports = !step.noUsage && !(step.usageEarly && at === length - 1);
    return {
      candidates: [{ content: { parts: [part], role: 'model' }, index: 0 }],
      ...(reports ? { usageMetadata: usageMetadata(answer, soFar) } : {}),
      ...namesOf(answer),
    };
  });
}

/** @param {Answer} answer @returns {Iterable<[null, any]>} */
function* events(answer) {
  const { early, late } = usageReports(answer.step);
  const metadata = usageMetadata(answer);
  const report = { usageMetadata: metadata, ...namesOf(answer) };
  for (const piece of beforeLastDelta(pieces(answer), () => true, early, report)) yield [null, piece];
  const last = { content: { parts: [{ text: '' }], role: 'model' }, finishReason: finishReason(answer), index: 0 };
  yield [null, { candidates: [last], ...(late > 0 ? { usageMetadata: metadata } : {}), ...namesOf(answer) }];
  for (let n = 1; n < late; n++) yield [null, report];
}

const STATUSES = /** @type {Record<number, string>} */ ({
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
});

/** @param {import('./server.d.mts').ErrorStep} e */
const error = (e) => ({
  error: {
    code: e.status,
    message: e.message ?? `fake error ${e.status}`,
    status: e.type ?? STATUSES[e.status] ?? 'UNKNOWN',
    // Here Google says when to come again; it sends no retry-after.
    ...(e.retryAfter === undefined
      ? {}
      : { details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${e.retryAfter}s` }] }),
  },
});

/** @type {import('./play.mjs').Api} */
export const gemini = {
  prefix: '',
  beforeError: 1, // its first event already says something
  maximum,
  turns,
  tools,
  whole,
  events,
  error,
};
