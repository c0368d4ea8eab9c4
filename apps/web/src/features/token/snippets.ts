import type { TokenScope } from '@open-ace/contracts/gateway';
import type { CodeLanguage } from '#modules/code/languages.ts';

export type Vendor = 'anthropic' | 'openai' | 'google';

/** What people call models with. */
export const clients = ['claude-code', 'codex', 'qwen-code', 'gemini', 'sdk', 'curl'] as const;
export type Client = (typeof clients)[number];

export const sdkLanguages = ['typescript', 'python'] as const;
export type SdkLanguage = (typeof sdkLanguages)[number];

export interface Snippet {
  /** A file or a library by its own name, the same in every language; without one the lines are for a terminal. */
  name?: string;
  /** What the lines are for, where that is no name. */
  purpose?: 'models';
  language: CodeLanguage;
  code: string;
}

/** Where the server is, what lets one in there, and which models one may call; one that is not known is a gap to be filled. */
export interface Access {
  origin: string;
  token: string;
  models: Partial<Record<Vendor, string>>;
}

const modelFor = ({ models }: Access, vendor: Vendor) => models[vendor] ?? '<model>';

const vendors: Record<Client, readonly Vendor[]> = {
  'claude-code': ['anthropic'],
  codex: ['openai'],
  'qwen-code': ['openai'],
  gemini: ['google'],
  sdk: ['anthropic', 'openai', 'google'],
  curl: ['anthropic', 'openai', 'google'],
};

/** Whether a token opens the door of a vendor's protocol; one without scopes opens all of them. */
export const opens = (scopes: readonly TokenScope[], vendor: Vendor) =>
  scopes.length === 0 || scopes.includes('llm') || scopes.includes(`llm:${vendor}`);

/** The clients that a token is of any use to. */
export const clientsFor = (scopes: readonly TokenScope[]): Client[] =>
  clients.filter((client) => vendors[client].some((vendor) => opens(scopes, vendor)));

const shell = (...lines: string[]): Snippet => ({ language: 'bash', code: lines.join('\n') });
const llm = (origin: string) => `${origin}/llm`;
const setToken = (token: string) => `export OPENACE_TOKEN="${token}"`;

const codexConfig = (origin: string) =>
  [
    'model_provider = "openace"',
    '',
    '[model_providers.openace]',
    'name = "Open ACE"',
    `base_url = "${llm(origin)}/v1"`,
    'env_key = "OPENACE_TOKEN"',
    'wire_api = "responses"',
  ].join('\n');

type CliClient = Exclude<Client, 'sdk' | 'curl'>;

/** What a coding CLI needs to go through this server. */
export function cliSnippets(client: CliClient, access: Access): Snippet[] {
  const { origin, token } = access;
  switch (client) {
    case 'claude-code':
      return [shell(`export ANTHROPIC_BASE_URL="${llm(origin)}"`, `export ANTHROPIC_AUTH_TOKEN="${token}"`)];
    case 'codex':
      return [{ name: '~/.codex/config.toml', language: 'ini', code: codexConfig(origin) }, shell(setToken(token))];
    case 'qwen-code':
      return [
        shell(
          `export OPENAI_API_KEY="${token}"`,
          `export OPENAI_BASE_URL="${llm(origin)}/v1"`,
          `export OPENAI_MODEL="${modelFor(access, 'openai')}"`,
        ),
      ];
    case 'gemini':
      return [shell(`export GEMINI_API_KEY="${token}"`, `export GOOGLE_GEMINI_BASE_URL="${llm(origin)}"`)];
  }
}

interface SdkExample {
  vendor: Vendor;
  name: string;
  lines: (base: string, model: string) => string[];
}

const sdkExamples: Record<SdkLanguage, readonly SdkExample[]> = {
  typescript: [
    {
      vendor: 'anthropic',
      name: '@anthropic-ai/sdk',
      lines: (base, model) => [
        "import Anthropic from '@anthropic-ai/sdk';",
        '',
        'const client = new Anthropic({',
        `  baseURL: '${base}',`,
        '  apiKey: process.env.OPENACE_TOKEN,',
        '});',
        'const message = await client.messages.create({',
        `  model: '${model}',`,
        '  max_tokens: 1024,',
        "  messages: [{ role: 'user', content: 'Hello' }],",
        '});',
        'console.log(message.content);',
      ],
    },
    {
      vendor: 'openai',
      name: 'openai',
      lines: (base, model) => [
        "import OpenAI from 'openai';",
        '',
        'const client = new OpenAI({',
        `  baseURL: '${base}/v1',`,
        '  apiKey: process.env.OPENACE_TOKEN,',
        '});',
        `const response = await client.responses.create({ model: '${model}', input: 'Hello' });`,
        'console.log(response.output_text);',
      ],
    },
    {
      vendor: 'google',
      name: '@google/genai',
      lines: (base, model) => [
        "import { GoogleGenAI } from '@google/genai';",
        '',
        'const client = new GoogleGenAI({',
        '  apiKey: process.env.OPENACE_TOKEN,',
        `  httpOptions: { baseUrl: '${base}' },`,
        '});',
        'const response = await client.models.generateContent({',
        `  model: '${model}',`,
        "  contents: 'Hello',",
        '});',
        'console.log(response.text);',
      ],
    },
  ],
  python: [
    {
      vendor: 'anthropic',
      name: 'anthropic',
      lines: (base, model) => [
        'import os',
        'from anthropic import Anthropic',
        '',
        'client = Anthropic(',
        `    base_url="${base}",`,
        '    api_key=os.environ["OPENACE_TOKEN"],',
        ')',
        'message = client.messages.create(',
        `    model="${model}",`,
        '    max_tokens=1024,',
        '    messages=[{"role": "user", "content": "Hello"}],',
        ')',
        'print(message.content)',
      ],
    },
    {
      vendor: 'openai',
      name: 'openai',
      lines: (base, model) => [
        'import os',
        'from openai import OpenAI',
        '',
        'client = OpenAI(',
        `    base_url="${base}/v1",`,
        '    api_key=os.environ["OPENACE_TOKEN"],',
        ')',
        `response = client.responses.create(model="${model}", input="Hello")`,
        'print(response.output_text)',
      ],
    },
    {
      vendor: 'google',
      name: 'google-genai',
      lines: (base, model) => [
        'import os',
        'from google import genai',
        '',
        'client = genai.Client(',
        '    api_key=os.environ["OPENACE_TOKEN"],',
        `    http_options={"base_url": "${base}"},`,
        ')',
        `response = client.models.generate_content(model="${model}", contents="Hello")`,
        'print(response.text)',
      ],
    },
  ],
};

/** The vendors' own libraries. The token comes from the environment: in code it would end up in a repository. */
export function sdkSnippets(language: SdkLanguage, access: Access, scopes: readonly TokenScope[]): Snippet[] {
  const { origin, token } = access;
  const examples = sdkExamples[language].filter(({ vendor }) => opens(scopes, vendor));
  return [
    shell(setToken(token)),
    ...examples.map(({ vendor, name, lines }) => ({ name, language, code: lines(llm(origin), modelFor(access, vendor)).join('\n') })),
  ];
}

interface Call {
  vendor: Vendor;
  name: string;
  path: (model: string) => string;
  body: (model: string) => string;
}

const credentials: Record<Vendor, readonly string[]> = {
  anthropic: ['authorization: Bearer $OPENACE_TOKEN', 'anthropic-version: 2023-06-01'],
  openai: ['authorization: Bearer $OPENACE_TOKEN'],
  google: ['x-goog-api-key: $OPENACE_TOKEN'],
};

const calls: readonly Call[] = [
  {
    vendor: 'anthropic',
    name: 'Anthropic Messages',
    path: () => '/v1/messages',
    body: (model) => `{"model": "${model}", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}]}`,
  },
  {
    vendor: 'openai',
    name: 'OpenAI Chat Completions',
    path: () => '/v1/chat/completions',
    body: (model) => `{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}`,
  },
  {
    vendor: 'google',
    name: 'Google generateContent',
    path: (model) => `/v1beta/models/${model}:generateContent`,
    body: () => '{"contents": [{"role": "user", "parts": [{"text": "Hello"}]}]}',
  },
];

const modelLists: Record<Vendor, string> = { openai: '/v1/models', anthropic: '/v1/models', google: '/v1beta/models' };

const curl = (url: string, options: readonly string[]) => [`curl "${url}"`, ...options.map((option) => `  ${option}`)].join(' \\\n');
const headers = (lines: readonly string[]) => lines.map((line) => `-H "${line}"`);

/** The names of the models that one may call, and a call of each protocol by hand. */
export function curlSnippets(access: Access, scopes: readonly TokenScope[]): Snippet[] {
  const { origin, token } = access;
  const vendor = (['openai', 'anthropic', 'google'] as const).find((each) => opens(scopes, each)) ?? 'openai';
  return [
    shell(setToken(token)),
    { purpose: 'models', language: 'bash', code: curl(llm(origin) + modelLists[vendor], headers(credentials[vendor])) },
    ...calls
      .filter((call) => opens(scopes, call.vendor))
      .map((call): Snippet => {
        const model = modelFor(access, call.vendor);
        const sent = [...headers([...credentials[call.vendor], 'content-type: application/json']), `-d '${call.body(model)}'`];
        return { name: call.name, language: 'bash', code: curl(llm(origin) + call.path(model), sent) };
      }),
  ];
}
