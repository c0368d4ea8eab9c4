import { admitsModel } from '@open-ace/contracts/gateway';
import type { KeyCabinet, UsableKey } from '#domains/provider-key';
import type { Deps } from '#platform/context';
import type { Caller } from './authenticate.ts';
import type { Protocol, Vendor } from './protocol.ts';
import { Refusal, unavailable } from './refusal.ts';

const vendors: Record<Vendor, string> = { anthropic: 'an Anthropic', openai: 'an OpenAI or OpenAI-compatible', google: 'a Google' };

const noKey = (vendor: Vendor) =>
  new Refusal(
    403,
    'no_provider_key',
    `There is no provider key for this call. An administrator must add ${vendors[vendor]} provider key under Manage, Provider keys.`,
  );

const noKeyForModel = (model: string, asked: string) =>
  new Refusal(
    403,
    'no_provider_key',
    `No provider key is for the model "${model}"${asked === model ? '' : ` (asked for as "${asked}")`} here. An administrator must add it to a key's models under Manage, Provider keys.`,
  );

const admits = (list: string[], value: string) => list.length === 0 || list.includes(value);

/** A list in random order in which a key's chance to come first is its share of the weights. */
function shuffled(keys: UsableKey[]): UsableKey[] {
  if (keys.length < 2) return keys;
  // A. Efraimidis, P. Spirakis: Weighted random sampling with a reservoir (2006).
  return keys
    .map((key) => ({ key, rank: Math.log(1 - Math.random()) / key.weight }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ key }) => key);
}

/** Keys in the order in which they are tried: those that work, by priority and then by their shares, before those that cool. */
export function inOrder(keys: UsableKey[], now: number): UsableKey[] {
  const working = keys.filter(({ coolingUntil }) => coolingUntil <= now);
  const cooling = keys.filter(({ coolingUntil }) => coolingUntil > now).sort((a, b) => a.coolingUntil - b.coolingUntil);
  const priorities = [...new Set(working.map(({ priority }) => priority))].sort((a, b) => a - b);
  return [...priorities.flatMap((priority) => shuffled(working.filter((key) => key.priority === priority))), ...cooling];
}

/**
 * Keys that name the model go before, and instead of, those that are for every model: several providers speak one protocol, and only the
 * administrator knows whose model it is.
 */
export function preferred(keys: UsableKey[], model: string): UsableKey[] {
  const naming = keys.filter(({ models }) => models.length > 0 && admitsModel(models, model));
  return naming.length > 0 ? naming : keys.filter(({ models }) => models.length === 0);
}

/** The keys that a call may go out with, in the order in which they are to be tried. `asked`: the model's name in the request. */
export async function chooseKeys(
  deps: Pick<Deps, 'log' | 'clock'>,
  cabinet: KeyCabinet,
  { providers, vendor }: Pick<Protocol, 'providers' | 'vendor'>,
  caller: Pick<Caller, 'tenantId' | 'machineId' | 'tool'>,
  model: string,
  asked: string,
): Promise<[UsableKey, ...UsableKey[]]> {
  const all = await cabinet.usable(caller.tenantId).catch((error: unknown) => {
    deps.log.error({ err: error }, 'provider keys could not be read');
    throw unavailable();
  });
  const ofCaller = all.filter(
    (key) => providers.includes(key.provider) && admits(key.machineIds, caller.machineId) && admits(key.tools, caller.tool),
  );
  if (ofCaller.length === 0) throw noKey(vendor);
  const [first, ...rest] = inOrder(preferred(ofCaller, model), deps.clock.now());
  if (!first) throw noKeyForModel(model, asked);
  return [first, ...rest];
}
