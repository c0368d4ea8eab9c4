import { z } from 'zod';
import { Id, Instant, Line, PageInput, page } from './common.ts';

/** The doors that a token opens: those of one vendor's protocols, or all of them. */
export const TokenScope = z.enum(['llm', 'llm:anthropic', 'llm:openai', 'llm:google']);
export type TokenScope = z.infer<typeof TokenScope>;

const Person = z.object({ id: Id, displayName: z.string() });

/** A person's own credential for the LLM doors. Its text is shown once, by `create`. */
export const ApiToken = z.object({
  id: Id,
  name: z.string(),
  /** Its first characters, to tell tokens apart. */
  hint: z.string(),
  scopes: z.array(TokenScope),
  user: Person,
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ApiToken = z.infer<typeof ApiToken>;

export const CreateApiToken = z.object({
  name: Line(80),
  /** A year from now when left out. */
  expiresAt: Instant.optional(),
  /** Every door when left out. */
  scopes: z.array(TokenScope).min(1).max(TokenScope.options.length).optional(),
});
export type CreateApiToken = z.infer<typeof CreateApiToken>;
export const CreatedApiToken = ApiToken.extend({ token: z.string() });
export type CreatedApiToken = z.infer<typeof CreatedApiToken>;

export const ListApiTokens = PageInput.extend({
  /** Everybody's, for administrators; one's own when left out. */
  everyone: z.boolean().optional(),
  /** Also those that are revoked or expired. */
  ended: z.boolean().optional(),
});
export type ListApiTokens = z.infer<typeof ListApiTokens>;
export const ApiTokenPage = page(ApiToken);
export type ApiTokenPage = z.infer<typeof ApiTokenPage>;
export const GetApiToken = z.object({ apiTokenId: Id });
export type GetApiToken = z.infer<typeof GetApiToken>;

/** What a session's CLI holds in place of a provider's key. */
export const ProxyToken = z.object({
  id: Id,
  scopes: z.array(TokenScope),
  user: Person.nullable(),
  machine: z.object({ id: Id, name: z.string() }).nullable(),
  session: z.object({ id: Id, title: z.string() }).nullable(),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ProxyToken = z.infer<typeof ProxyToken>;

export const ListProxyTokens = PageInput.extend({ ended: z.boolean().optional() });
export type ListProxyTokens = z.infer<typeof ListProxyTokens>;
export const ProxyTokenPage = page(ProxyToken);
export type ProxyTokenPage = z.infer<typeof ProxyTokenPage>;
export const GetProxyToken = z.object({ proxyTokenId: Id });
export type GetProxyToken = z.infer<typeof GetProxyToken>;

/** The name of a model as vendors write it, or the beginning of one and `*`. */
export const ModelPattern = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\s*]*\*?$/, { message: 'A model name, or the beginning of one followed by *.' });

const ModelName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\s*]+$/, { message: 'A model name has no spaces and no *.' });

/** What a tenant allows at its LLM doors. */
export const GatewaySettings = z.object({
  /** Models that may be called; none named allows every one. */
  allowedModels: z.array(ModelPattern).max(200),
  /** Other names for models: who asks for the alias gets the model. */
  aliases: z.array(z.object({ alias: ModelName, model: ModelName })).max(200),
});
export type GatewaySettings = z.infer<typeof GatewaySettings>;

/** Whether a list of patterns admits a model; an empty list admits all. */
export function admitsModel(patterns: readonly string[], model: string): boolean {
  if (patterns.length === 0) return true;
  return patterns.some((pattern) => (pattern.endsWith('*') ? model.startsWith(pattern.slice(0, -1)) : pattern === model));
}
