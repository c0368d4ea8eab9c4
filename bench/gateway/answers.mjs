/* What the upstream answers, and in which ways. The way stands in the path, since a gateway may keep headers for itself. */

/** Each way with the model whose provider key leads to it. `everyMs`: between two pieces of a stream; 0: all at once. */
export const ways = {
  whole: { model: 'gpt-5', pieces: 0, everyMs: 0 },
  /** Slow enough that each piece is a packet of its own. */
  stream: { model: 'gpt-4o', pieces: 200, everyMs: 5 },
  /** For first bytes: the rest of it is of no interest. */
  brief: { model: 'gpt-4o-mini', pieces: 10, everyMs: 5 },
  /** 50 tokens a second, for a minute. */
  minute: { model: 'gpt-4.1', pieces: 3000, everyMs: 20 },
};

const text = 'some thirty characters of text ';
const usage = {
  prompt_tokens: 9200,
  completion_tokens: 320,
  total_tokens: 9520,
  prompt_tokens_details: { cached_tokens: 8000 },
  completion_tokens_details: { reasoning_tokens: 0 },
};
const base = { id: 'chatcmpl-bench', created: 1_700_000_000, model: 'gpt-5' };
const chunk = (delta, finish_reason = null) => ({
  ...base,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, logprobs: null, finish_reason }],
});
const event = (data) => `data: ${JSON.stringify(data)}\n\n`;

export const answer = {
  ...base,
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: text.repeat(40) }, logprobs: null, finish_reason: 'stop' }],
  usage,
};

/** A stream is a beginning, so many pieces, and an end. */
export const beginning = event(chunk({ role: 'assistant', content: '' }));
export const piece = event(chunk({ content: text }));
export const ending = `${event(chunk({}, 'stop'))}${event({ ...base, object: 'chat.completion.chunk', choices: [], usage })}data: [DONE]\n\n`;
