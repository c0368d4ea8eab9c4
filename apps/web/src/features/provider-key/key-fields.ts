import { CreateProviderKey, defaultBaseUrls, type Provider, UpdateProviderKey } from '@open-ace/contracts/provider-key';
import type { TFunction } from 'i18next';
import { emptyOr, obeys } from '#lib/forms.ts';
import { type RoutingValues, routingInput } from './routing.ts';

/** What a vendor's own SDK would use; nothing where there is no vendor. */
export const usualBaseUrl = (provider: Provider): string | undefined =>
  provider === 'openai-compatible' ? undefined : defaultBaseUrls[provider];

/** Where one's own base URL may be left out. */
export const needsBaseUrl = (provider: Provider) => usualBaseUrl(provider) === undefined;

const { name, apiKey, baseUrl } = UpdateProviderKey.shape;

export const baseUrlRule = baseUrl.unwrap();

/** The rules of the fields, from the contract, in our words. */
export const keyRules = (t: TFunction) => ({
  name: obeys(name.unwrap(), t('providerKey.nameRule')),
  apiKey: obeys(apiKey.unwrap(), t('providerKey.keyRule')),
  apiKeyIfAny: emptyOr(apiKey.unwrap(), t('providerKey.keyRule')),
  baseUrlIfAny: emptyOr(baseUrlRule, t('providerKey.baseUrlRule')),
});

export type NewKeyValues = RoutingValues & {
  provider: Provider;
  name: string;
  apiKey: string;
  baseUrl: string;
};

/** As the server takes it: a base URL that was left empty is the vendor's. */
export function newKeyInput({ provider, name, apiKey, baseUrl, ...routing }: NewKeyValues): CreateProviderKey {
  return CreateProviderKey.parse({
    provider,
    name,
    apiKey,
    ...(baseUrl.trim() && { baseUrl: baseUrl.trim() }),
    ...routingInput(routing, provider, () => true),
  });
}
