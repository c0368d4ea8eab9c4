import { z } from 'zod';
import { Id, Instant, Line, PageInput, page } from './common.ts';
import { ModelPattern } from './gateway.ts';
import { ToolId } from './tools.ts';

export const Provider = z.enum(['anthropic', 'openai', 'google', 'openai-compatible']);
export type Provider = z.infer<typeof Provider>;

/** What each vendor's own SDK takes as its base URL. */
export const defaultBaseUrls: Record<Exclude<Provider, 'openai-compatible'>, string> = {
  anthropic: 'https://api.anthropic.com',
  openai: 'https://api.openai.com/v1',
  google: 'https://generativelanguage.googleapis.com',
};

const BaseUrl = z.url({ protocol: /^https?$/ }).max(500);
/** Visible ASCII: it goes into a header. */
const Secret = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .regex(/^[\x21-\x7e]+$/, { message: 'A key has no spaces and no special characters.' });

/** Which calls go out with a key, and how. */
const Routing = z.object({
  /** Keys with the lowest number are tried first; the others take over when those fail. */
  priority: z.number().int().min(1).max(100),
  /** Its share among keys of the same priority. */
  weight: z.number().int().min(1).max(100),
  /** Models that it is for; none named means every one. */
  models: z.array(ModelPattern).max(100),
  /** Sessions' machines and tools that it is for; none named means every one. */
  machineIds: z.array(Id).max(200),
  tools: z.array(ToolId).max(20),
  /** Whether the provider has OpenAI's Responses API; if not, calls are turned into chat completions. */
  speaksResponses: z.boolean(),
  /** Tells the provider (a gateway of your own) who calls, in x-openace- headers. */
  attribution: z.boolean(),
});

export const ProviderKeyHealth = z.object({
  /** As the newest call or test with it ended; `unknown` before the first. */
  state: z.enum(['unknown', 'ok', 'failing']),
  /** Of the first failure since it worked last, if it ever did. */
  failingSince: Instant.nullable(),
  /** Left out of the choice until then, unless no other key is left; longer after each failure. */
  coolingUntil: Instant.nullable(),
  /** The newest failure and when it was; null where there was none. */
  lastFailure: z.object({ at: Instant, reason: z.string() }).nullable(),
});
export type ProviderKeyHealth = z.infer<typeof ProviderKeyHealth>;

export const ProviderKey = Routing.extend({
  id: Id,
  provider: Provider,
  name: z.string(),
  baseUrl: z.string(),
  /** The last four characters, to tell keys apart; never more. */
  lastFour: z.string(),
  enabled: z.boolean(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  health: ProviderKeyHealth,
  test: z.object({ at: Instant, outcome: z.enum(['ok', 'failed']), message: z.string() }).nullable(),
});
export type ProviderKey = z.infer<typeof ProviderKey>;

export const ListProviderKeys = PageInput;
export type ListProviderKeys = z.infer<typeof ListProviderKeys>;
export const ProviderKeyPage = page(ProviderKey);
export type ProviderKeyPage = z.infer<typeof ProviderKeyPage>;

export const CreateProviderKey = z
  .object({ provider: Provider, name: Line(80), apiKey: Secret, baseUrl: BaseUrl.optional(), ...Routing.partial().shape })
  .refine(({ provider, baseUrl }) => provider !== 'openai-compatible' || baseUrl !== undefined, {
    path: ['baseUrl'],
    message: 'An OpenAI-compatible provider needs its base URL.',
  });
export type CreateProviderKey = z.infer<typeof CreateProviderKey>;

export const UpdateProviderKey = z.object({
  providerKeyId: Id,
  name: Line(80).optional(),
  /** A new secret in place of the old one. */
  apiKey: Secret.optional(),
  baseUrl: BaseUrl.optional(),
  enabled: z.boolean().optional(),
  ...Routing.partial().shape,
});
export type UpdateProviderKey = z.infer<typeof UpdateProviderKey>;

export const GetProviderKey = z.object({ providerKeyId: Id });
export type GetProviderKey = z.infer<typeof GetProviderKey>;

/** Whether the provider took the key, in words for a person. */
export const ProviderKeyTest = z.object({ outcome: z.enum(['ok', 'failed']), message: z.string(), latencyMs: z.number().int() });
export type ProviderKeyTest = z.infer<typeof ProviderKeyTest>;
