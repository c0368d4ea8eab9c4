import { z } from 'zod';
import { Id, Instant, Line, PageInput, page } from './common.ts';

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

export const ProviderKey = z.object({
  id: Id,
  provider: Provider,
  name: z.string(),
  baseUrl: z.string(),
  /** The last four characters, to tell keys apart; never more. */
  lastFour: z.string(),
  enabled: z.boolean(),
  createdAt: Instant,
  lastUsedAt: Instant.nullable(),
  test: z.object({ at: Instant, outcome: z.enum(['ok', 'failed']), message: z.string() }).nullable(),
});
export type ProviderKey = z.infer<typeof ProviderKey>;

export const ListProviderKeys = PageInput;
export type ListProviderKeys = z.infer<typeof ListProviderKeys>;
export const ProviderKeyPage = page(ProviderKey);
export type ProviderKeyPage = z.infer<typeof ProviderKeyPage>;

export const CreateProviderKey = z
  .object({ provider: Provider, name: Line(80), apiKey: Secret, baseUrl: BaseUrl.optional() })
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
});
export type UpdateProviderKey = z.infer<typeof UpdateProviderKey>;

export const GetProviderKey = z.object({ providerKeyId: Id });
export type GetProviderKey = z.infer<typeof GetProviderKey>;

/** Whether the provider took the key, in words for a person. */
export const ProviderKeyTest = z.object({ outcome: z.enum(['ok', 'failed']), message: z.string(), latencyMs: z.number().int() });
export type ProviderKeyTest = z.infer<typeof ProviderKeyTest>;
