import { admitsModel } from '@open-ace/contracts/gateway';
import { type Dispatcher, request } from 'undici';
import { z } from 'zod';
import { tableName } from '#domains/price';
import type { KeyCabinet, UsableKey } from '#domains/provider-key';
import { MINUTE, SECOND } from '#platform/clock';
import type { Deps } from '#platform/context';
import type { Caller } from './authenticate.ts';
import { preferred } from './choose-key.ts';
import { keyHeaders } from './key-headers.ts';
import type { Protocol, Vendor } from './protocol.ts';
import { Refusal } from './refusal.ts';
import type { ModelRules } from './settings.ts';
import { parseJson, shortText } from './untrusted.ts';

/** A model as it may be called here, and whose it is. */
export interface OfferedModel {
  id: string;
  provider: string;
}

/** The models that a caller may call by one vendor's protocols. */
export type ModelList = (protocol: Pick<Protocol, 'vendor' | 'providers'>, caller: Caller) => Promise<OfferedModel[]>;

const REMEMBERED = 5 * MINUTE;
/** A provider that was away is asked again soon. */
const REMEMBERED_FAILURE = 10 * SECOND;
const LIMIT = 10 * SECOND;
const MOST_READ = 8 * 1024 * 1024;

const paths: Record<UsableKey['provider'], string> = {
  anthropic: '/v1/models?limit=1000',
  openai: '/models',
  'openai-compatible': '/models',
  google: '/v1beta/models?pageSize=1000',
};

const List = z.union([
  z.object({ data: z.array(z.object({ id: z.string() })) }).transform(({ data }) => data.map(({ id }) => id)),
  z
    .object({ models: z.array(z.object({ name: z.string() })) })
    .transform(({ models }) => models.map(({ name }) => name.replace(/^models\//, ''))),
]);

const vendors = ['anthropic', 'openai', 'google'] as const satisfies Vendor[];

interface Needs {
  deps: Pick<Deps, 'clock' | 'log'>;
  agent: Dispatcher;
  cabinet: KeyCabinet;
  rulesOf(tenantId: string): Promise<ModelRules>;
}

export function createModelList({ deps, agent, cabinet, rulesOf }: Needs): ModelList {
  const known = new Map<string, { until: number; models: Promise<string[]> }>();

  async function ask(key: UsableKey, caller: Caller): Promise<string[]> {
    const version = key.provider === 'anthropic' ? { 'anthropic-version': '2023-06-01' } : {};
    const own = keyHeaders(key, caller);
    const headers = { ...version, ...Object.fromEntries(own.flatMap((name, at) => (at % 2 === 0 ? [[name, own[at + 1] ?? '']] : []))) };
    const answer = await request(`${key.origin}${key.basePath}${paths[key.provider]}`, {
      dispatcher: agent,
      headers: { ...headers, 'accept-encoding': 'identity' },
      signal: AbortSignal.timeout(LIMIT),
    });
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of answer.body) {
      size += part.length;
      if (size > MOST_READ) break;
      parts.push(part);
    }
    const list = List.safeParse(parseJson(Buffer.concat(parts).toString('utf8')));
    if (answer.statusCode !== 200 || !list.success) throw new Error(`The provider lists no models (${answer.statusCode}).`);
    return list.data.map((id) => shortText(id)).filter((id) => id !== '');
  }

  /** What a provider says of itself; nothing where it says nothing. */
  function listOf(key: UsableKey, caller: Caller): Promise<string[]> {
    const name = `${key.id} ${key.origin}${key.basePath}`;
    const now = deps.clock.now();
    const found = known.get(name);
    if (found && found.until > now) return found.models;
    const models = ask(key, caller).catch((error: unknown) => {
      deps.log.info({ err: error, providerKeyId: key.id }, 'a provider did not list its models');
      known.set(name, { until: now + REMEMBERED_FAILURE, models: Promise.resolve([]) });
      return [];
    });
    known.set(name, { until: now + REMEMBERED, models });
    return models;
  }

  return async ({ providers }, caller) => {
    const rules = await rulesOf(caller.tenantId);
    const admits = (list: string[], value: string) => list.length === 0 || list.includes(value);
    const keys = (await cabinet.usable(caller.tenantId)).filter(
      (key) => providers.includes(key.provider) && admits(key.machineIds, caller.machineId) && admits(key.tools, caller.tool),
    );
    const lists = await Promise.all(
      keys.map(async (key) => {
        const named = key.models.filter((pattern) => !pattern.endsWith('*'));
        const told = await listOf(key, caller);
        return [...new Set([...told.filter((id) => admitsModel(key.models, id)), ...named])].map((id) => ({ id, provider: key.provider }));
      }),
    );
    const told = lists.flat().filter(({ id }) => rules.admits(id));
    // Providers do not list every name that they know, and some list none.
    const named = rules.names.flatMap((id) => {
      const model = rules.resolve(id);
      const [key] = preferred(keys, model);
      return key && !isElsewhere(model, key, deps.clock.now()) ? [{ id, provider: key.provider }] : [];
    });
    const models = new Map([...named, ...told].map((model) => [model.id, model]));
    return [...models.values()].sort((a, b) => a.id.localeCompare(b.id));
  };
}

/** Whether a model is known to be another vendor's than that of a key which is for every model. */
const isElsewhere = (model: string, { provider, models }: UsableKey, now: number): boolean =>
  models.length === 0 &&
  vendors.some((vendor) => vendor === provider) &&
  tableName(provider, model, now) === null &&
  vendors.some((vendor) => tableName(vendor, model, now) !== null);

type Format = (models: OfferedModel[]) => object;
type FormatOne = (model: OfferedModel) => object;

const EPOCH = new Date(0).toISOString();

const one: Record<Vendor, FormatOne> = {
  anthropic: ({ id }) => ({ type: 'model', id, display_name: id, created_at: EPOCH }),
  openai: ({ id, provider }) => ({ id, object: 'model', created: 0, owned_by: provider }),
  google: ({ id }) => ({
    name: `models/${id}`,
    baseModelId: id,
    version: '',
    displayName: id,
    supportedGenerationMethods: ['generateContent', 'countTokens'],
  }),
};

const many: Record<Vendor, Format> = {
  anthropic: (models) => ({
    data: models.map(one.anthropic),
    has_more: false,
    first_id: models[0]?.id ?? null,
    last_id: models.at(-1)?.id ?? null,
  }),
  openai: (models) => ({ object: 'list', data: models.map(one.openai) }),
  google: (models) => ({ models: models.map(one.google) }),
};

/** A list of models as a vendor's own clients read it, or one of them by its id. */
export function formatModels(vendor: Vendor, models: OfferedModel[], id?: string): object {
  if (id === undefined) return many[vendor](models);
  const found = models.find((model) => model.id === id);
  if (!found) throw new Refusal(404, 'not_found', `There is no model "${shortText(id)}" here, or it is not allowed.`);
  return one[vendor](found);
}
