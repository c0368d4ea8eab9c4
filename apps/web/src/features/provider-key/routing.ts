import { type CreateProviderKey, type Provider, type ProviderKey, UpdateProviderKey } from '@open-ace/contracts/provider-key';
import type { TFunction } from 'i18next';
import { obeys } from '#lib/forms.ts';

/** Which calls go out with a key, and how, as the fields hold it: a number that is being typed is text. */
export type RoutingValues = {
  priority: number | string;
  weight: number | string;
  models: string[];
  machineIds: string[];
  tools: string[];
  speaksResponses: boolean;
  attribution: boolean;
};

export const routingNames = ['priority', 'weight', 'models', 'machineIds', 'tools', 'speaksResponses', 'attribution'] as const;

/** What a new key starts with: for every call, one among equals. */
export const usualRouting: RoutingValues = {
  priority: 1,
  weight: 1,
  models: [],
  machineIds: [],
  tools: [],
  speaksResponses: false,
  attribution: false,
};

export function routingOf(key: ProviderKey): RoutingValues {
  const { priority, weight, models, machineIds, tools, speaksResponses, attribution } = key;
  return { priority, weight, models, machineIds, tools, speaksResponses, attribution };
}

const { priority, weight, models } = UpdateProviderKey.shape;

export const routingRules = (t: TFunction) => ({
  priority: obeys(priority.unwrap(), t('providerKey.numberRule')),
  weight: obeys(weight.unwrap(), t('providerKey.numberRule')),
  models: obeys(models.unwrap(), t('providerKey.modelsRule')),
});

/** OpenAI itself has the Responses API, and other vendors have none. */
export const choosesResponses = (provider: Provider) => provider === 'openai-compatible';

const RoutingInput = UpdateProviderKey.pick({
  priority: true,
  weight: true,
  models: true,
  machineIds: true,
  tools: true,
  speaksResponses: true,
  attribution: true,
});

/** Of the fields, those that the server is told. */
export function routingInput(
  values: RoutingValues,
  provider: Provider,
  isTold: (name: (typeof routingNames)[number]) => boolean,
): Partial<CreateProviderKey> {
  const told = routingNames.filter((name) => isTold(name) && (name !== 'speaksResponses' || choosesResponses(provider)));
  return RoutingInput.parse(Object.fromEntries(told.map((name) => [name, values[name]])));
}
