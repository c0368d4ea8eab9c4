/** How each door is asked for the same. `converted` is the door of responses with a model whose provider has chat completions alone. */
export type DoorName = 'messages' | 'chat' | 'responses' | 'converted' | 'gemini' | 'embeddings';

export interface Ask {
  prompt: string;
  streamed: boolean;
  /** Null to name none. */
  maxOutput: number | null;
  /** Of a stream of Gemini's: one JSON array instead of events. */
  asArray: boolean;
}

interface Door {
  model: string;
  path(ask: Ask): string;
  body(ask: Ask): object;
  credential(token: string): Record<string, string>;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const limit = (name: string, { maxOutput }: Ask) => (maxOutput === null ? {} : { [name]: maxOutput });

const responses = (model: string): Door => ({
  model,
  path: () => '/llm/v1/responses',
  body: (ask) => ({ model, stream: ask.streamed, input: ask.prompt, ...limit('max_output_tokens', ask) }),
  credential: bearer,
});

const GEMINI = 'gemini-2.5-pro';
/** The one key that is for it does not speak responses. */
export const CHAT_ONLY_MODEL = 'compat-large';

export const doors: Record<DoorName, Door> = {
  messages: {
    model: 'claude-sonnet-4-5',
    path: () => '/llm/v1/messages',
    body: (ask) => ({
      model: 'claude-sonnet-4-5',
      stream: ask.streamed,
      max_tokens: ask.maxOutput ?? 4096,
      messages: [{ role: 'user', content: ask.prompt }],
    }),
    credential: (token) => ({ 'x-api-key': token, 'anthropic-version': '2023-06-01' }),
  },
  chat: {
    model: 'gpt-5',
    path: () => '/llm/v1/chat/completions',
    body: (ask) => ({
      model: 'gpt-5',
      stream: ask.streamed,
      messages: [{ role: 'user', content: ask.prompt }],
      ...limit('max_completion_tokens', ask),
    }),
    credential: bearer,
  },
  responses: responses('gpt-5'),
  converted: responses(CHAT_ONLY_MODEL),
  gemini: {
    model: GEMINI,
    path: (ask) => {
      if (!ask.streamed) return `/llm/v1beta/models/${GEMINI}:generateContent`;
      return `/llm/v1beta/models/${GEMINI}:streamGenerateContent${ask.asArray ? '' : '?alt=sse'}`;
    },
    body: (ask) => ({
      contents: [{ role: 'user', parts: [{ text: ask.prompt }] }],
      generationConfig: { temperature: 0.5, ...limit('maxOutputTokens', ask) },
    }),
    credential: (token) => ({ 'x-goog-api-key': token }),
  },
  embeddings: {
    model: 'text-embedding-3-small',
    path: () => '/llm/v1/embeddings',
    body: ({ prompt }) => ({ model: 'text-embedding-3-small', input: prompt }),
    credential: bearer,
  },
};
