import type { Provider } from '@open-ace/contracts/provider-key';

interface Request {
  method: 'GET' | 'POST';
  /** After the base URL. */
  path: string;
  body?: object;
}

/** How one vendor is asked whether it takes a key. */
interface Probe {
  vendor: string;
  /** Its usual base URL, to be named where the given one leads nowhere. */
  usualBaseUrl: string;
  headers(secret: string): Record<string, string>;
  /** Costs nothing. */
  models: Request;
  /** One token, for a provider that lists no models. */
  message: Request;
}

const ask = [{ role: 'user', content: 'Hi' }];

const openai: Probe = {
  vendor: 'OpenAI',
  usualBaseUrl: 'https://api.openai.com/v1',
  headers: (secret) => ({ authorization: `Bearer ${secret}` }),
  models: { method: 'GET', path: '/models' },
  message: { method: 'POST', path: '/chat/completions', body: { model: 'gpt-4o-mini', max_tokens: 1, messages: ask } },
};

export const probes: Record<Provider, Probe> = {
  anthropic: {
    vendor: 'Anthropic',
    usualBaseUrl: 'https://api.anthropic.com, without /v1',
    headers: (secret) => ({ 'x-api-key': secret, 'anthropic-version': '2023-06-01' }),
    models: { method: 'GET', path: '/v1/models?limit=1' },
    message: { method: 'POST', path: '/v1/messages', body: { model: 'claude-haiku-4-5', max_tokens: 1, messages: ask } },
  },
  openai,
  'openai-compatible': { ...openai, vendor: 'The provider', usualBaseUrl: 'https://<host>/v1' },
  google: {
    vendor: 'Google',
    usualBaseUrl: 'https://generativelanguage.googleapis.com, without /v1beta',
    headers: (secret) => ({ 'x-goog-api-key': secret }),
    models: { method: 'GET', path: '/v1beta/models?pageSize=1' },
    message: {
      method: 'POST',
      path: '/v1beta/models/gemini-2.5-flash:generateContent',
      body: { contents: [{ parts: [{ text: 'Hi' }] }], generationConfig: { maxOutputTokens: 1 } },
    },
  },
};
