import type { Provider } from '@open-ace/contracts/provider-key';
import type { KeyCabinet, UsableKey } from '#domains/provider-key';
import type { Deps } from '#platform/context';
import { Refusal, unavailable } from './refusal.ts';

const vendors: Record<Provider, string> = {
  anthropic: 'an Anthropic',
  openai: 'an OpenAI',
  google: 'a Google',
  'openai-compatible': 'an OpenAI-compatible',
};

/** The key that a call goes out with: the oldest of those in use. */
export async function chooseKey(deps: Pick<Deps, 'log'>, cabinet: KeyCabinet, tenantId: string, provider: Provider): Promise<UsableKey> {
  const keys = await cabinet.usable(tenantId, provider).catch((error: unknown) => {
    deps.log.error({ err: error }, 'provider keys could not be read');
    throw unavailable();
  });
  const [key] = keys;
  if (key) return key;
  throw new Refusal(
    403,
    'no_provider_key',
    `There is no provider key for this call. An administrator must add ${vendors[provider]} provider key under Manage, Provider keys.`,
  );
}
