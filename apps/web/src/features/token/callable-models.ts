import type { TokenScope } from '@open-ace/contracts/gateway';
import { useQueries } from '@tanstack/react-query';
import { z } from 'zod';
import { opens, type Vendor } from './snippets.ts';

/** What to ask each vendor's door for its models with, and where its answer names them. */
const doors: Record<Vendor, { path: string; headers: (token: string) => Record<string, string> }> = {
  anthropic: { path: '/llm/v1/models', headers: (token) => ({ authorization: `Bearer ${token}`, 'anthropic-version': '2023-06-01' }) },
  openai: { path: '/llm/v1/models', headers: (token) => ({ authorization: `Bearer ${token}` }) },
  google: { path: '/llm/v1beta/models', headers: (token) => ({ 'x-goog-api-key': token }) },
};

const List = z.union([
  z.object({ data: z.array(z.object({ id: z.string() })) }).transform(({ data }) => data.map(({ id }) => id)),
  z
    .object({ models: z.array(z.object({ baseModelId: z.string() })) })
    .transform(({ models }) => models.map(({ baseModelId }) => baseModelId)),
]);

async function modelsOf(vendor: Vendor, token: string, signal: AbortSignal): Promise<string[]> {
  const { path, headers } = doors[vendor];
  const answer = await fetch(path, { headers: headers(token), signal, credentials: 'omit' });
  return answer.ok ? List.parse(await answer.json()) : [];
}

/** Names that make a good first call; vendors list models for images, speech and moderation too. */
const families: Record<Vendor, readonly RegExp[]> = {
  anthropic: [/^claude-.*sonnet/, /^claude-/],
  openai: [/^gpt-\d+(\.\d+)?$/, /^gpt-\d/],
  google: [/^gemini-[\d.]+-(pro|flash)$/, /^gemini-/],
};

const newestLast = new Intl.Collator('en', { numeric: true }).compare;

/** The one of these models that an example is best made with; undefined for none. */
export function exampleModel(vendor: Vendor, models: readonly string[]): string | undefined {
  const sorted = models.toSorted(newestLast);
  for (const family of families[vendor]) {
    const newest = sorted.findLast((model) => family.test(model));
    if (newest) return newest;
  }
  return sorted[0];
}

const vendors = Object.keys(doors) as Vendor[];

/** For each vendor a model that a token may really call, asked for with the token itself; none without the token's text. */
export function useExampleModels(token: string | null, scopes: readonly TokenScope[]): Partial<Record<Vendor, string>> {
  const asked = vendors.filter((vendor) => opens(scopes, vendor));
  const lists = useQueries({
    queries: asked.map((vendor) => ({
      queryKey: ['callable-models', vendor],
      queryFn: ({ signal }: { signal: AbortSignal }) => modelsOf(vendor, token ?? '', signal),
      enabled: token !== null,
      // Of this token alone, and nothing remembers it.
      gcTime: 0,
      retry: false,
    })),
  });
  return Object.fromEntries(asked.map((vendor, index) => [vendor, exampleModel(vendor, lists[index]?.data ?? [])]));
}
