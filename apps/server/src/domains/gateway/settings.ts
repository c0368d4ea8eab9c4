import { admitsModel, GatewaySettings } from '@open-ace/contracts/gateway';
import { audit, audited } from '#platform/audit/audit';
import type { Deps, UserCtx } from '#platform/context';
import { afterTx, inTx } from '#platform/db/tx';
import { remember } from '#platform/memory';
import type {} from './events.ts';
import { Refusal, unavailable } from './refusal.ts';
import { type GatewaySettingsRow, gatewaySettings, readSettings } from './repository.ts';

const auditedSettings = audited<GatewaySettingsRow>('gateway', () => 'Gateway settings', {
  id: 'ignore',
  tenantId: 'ignore',
  allowedModels: 'track',
  aliases: 'track',
  updatedAt: 'ignore',
});

const nothing: GatewaySettings = { allowedModels: [], aliases: [] };

const toSettings = (row: Pick<GatewaySettingsRow, 'allowedModels' | 'aliases'> | null): GatewaySettings =>
  row ? GatewaySettings.parse(row) : nothing;

export async function getSettings(ctx: Pick<UserCtx, 'db' | 'tenantId'>): Promise<GatewaySettings> {
  return toSettings(await gatewaySettings(ctx).find());
}

export async function updateSettings(ctx: UserCtx, given: GatewaySettings): Promise<GatewaySettings> {
  return inTx(ctx, async (tx) => {
    const before = await gatewaySettings(tx).find();
    const after = await gatewaySettings(tx).save(given, new Date(tx.clock.now()));
    await audit(tx, auditedSettings, { action: 'gateway.update_settings', ...(before && { before }), after });
    afterTx(tx, () => tx.events.emit('gateway.settings-changed', { tenantId: tx.tenantId }));
    return toSettings(after);
  });
}

export interface ModelRules {
  /** The model that stands behind a name. */
  resolve(name: string): string;
  admits(model: string): boolean;
  /** Names that were given here, by which models may be called: aliases, and what the list of allowed models says in full. */
  names: string[];
}

/** What a tenant allows, as every call asks for it. */
export function createModelRules(deps: Deps): (tenantId: string) => Promise<ModelRules> {
  const rules = remember(async (tenantId) => {
    const { aliases, allowedModels } = toSettings(await readSettings(deps.database.rawReader, tenantId));
    const behind = new Map(aliases.map(({ alias, model }) => [alias, model]));
    const admits = (model: string) => admitsModel(allowedModels, model);
    const inFull = allowedModels.filter((pattern) => !pattern.endsWith('*'));
    const usable = aliases.filter(({ model }) => admits(model)).map(({ alias }) => alias);
    return { resolve: (name: string) => behind.get(name) ?? name, admits, names: [...inFull, ...usable] };
  });
  deps.events.on('gateway.settings-changed', ({ tenantId }) => rules.forget(tenantId));
  return (tenantId) =>
    rules.get(tenantId).catch((error: unknown) => {
      deps.log.error({ err: error }, 'what a tenant allows could not be read');
      throw unavailable();
    });
}

/** The model that a request is really for. */
export function requireAllowed(rules: ModelRules, name: string): string {
  const model = rules.resolve(name);
  if (rules.admits(model)) return model;
  const asked = model === name ? `The model "${model}" is` : `"${name}" stands for the model "${model}", which is`;
  throw new Refusal(
    403,
    'model_not_allowed',
    `${asked} not allowed here. Choose another, or ask an administrator to allow it under Manage, Provider keys, Models.`,
  );
}
