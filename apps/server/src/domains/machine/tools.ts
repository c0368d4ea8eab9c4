import {
  type GetMachineLog,
  type InstallTool,
  type ListToolDefaults,
  MachineLog,
  type RemoveToolDefault,
  ToolDefault,
  type ToolDefaults,
} from '@open-ace/contracts/machine';
import { isBuiltIn, type ToolId, toolPackages } from '@open-ace/contracts/tools';
import { askMachine, queueCommand } from '#domains/command';
import { audit, audited } from '#platform/audit/audit';
import { MINUTE, SECOND } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import type { Scope } from '#platform/db/scope';
import { inTx } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { isAdmin, mayManage } from './access.ts';
import { findAcpAgent } from './acp-agents.ts';
import { machines, type ToolDefaultRow, toolDefaults } from './repository.ts';

interface Installation {
  id: string;
  name: string;
  tool: string;
  version: string;
}

const auditedInstallation = audited<Installation>('machine', (row) => row.name, {
  id: 'ignore',
  name: 'ignore',
  tool: 'track',
  version: 'track',
});

async function packageOf(scope: Scope, tool: ToolId): Promise<{ name: string; version: string }> {
  if (isBuiltIn(tool)) return toolPackages[tool];
  const added = await findAcpAgent(scope, tool);
  if (added && added.package !== '') return { name: added.package, version: added.tested.from };
  throw new AppError('PRECONDITION', `Nobody said how ${added?.name ?? tool} is installed. Install it on the machine by hand.`, {
    reason: 'no_package',
  });
}

/** Has the agent install a tool with npm; how far it is stands at the command. */
export async function installTool(ctx: UserCtx, { machineId, tool, version }: InstallTool): Promise<{ commandId: string }> {
  const { name: packageName, version: tested } = await packageOf(ctx, tool);
  const wanted = version ?? tested;
  return inTx(ctx, async (tx) => {
    const { id, name } = await machines(tx).require(machineId);
    const commandId = await queueCommand(tx, {
      machineId,
      body: { kind: 'tool.install', tool, package: packageName, version: wanted },
      // One that waits for another to be done is not late.
      lifetimeMs: 30 * MINUTE,
    });
    await audit(tx, auditedInstallation, { action: 'machine.install_tool', after: { id, name, tool, version: wanted } });
    return { commandId };
  });
}

export async function machineLog(ctx: UserCtx, { machineId, lines }: GetMachineLog, signal: AbortSignal | undefined): Promise<MachineLog> {
  const body = { kind: 'log.tail' as const, lines };
  const read = await askMachine(ctx, { machineId, body, beginMs: 5 * SECOND, endMs: 10 * SECOND, signal });
  return MachineLog.parse(JSON.parse(read ?? '{"lines":[]}'));
}

const auditedDefault = audited<ToolDefaultRow & { id: string }>('tool_default', (row) => row.tool, {
  id: 'ignore',
  tenantId: 'ignore',
  machineId: 'track',
  tool: 'track',
  model: 'track',
  permissionMode: 'track',
  args: 'track',
  updatedAt: 'ignore',
});

const named = (row: ToolDefaultRow) => ({ ...row, id: `${row.machineId}:${row.tool}` });

const toDefault = (row: ToolDefaultRow): ToolDefault => ToolDefault.parse({ ...row, machineId: row.machineId || null });

/** Those of one machine are its managers' to set, those of all machines an administrator's. */
async function requireManaged(ctx: UserCtx, machineId: string | null): Promise<void> {
  if (machineId === null ? isAdmin(ctx) : await mayManage(ctx, await machines(ctx).require(machineId))) return;
  throw new AppError('FORBIDDEN', 'Only an administrator sets what holds for every machine.', { reason: 'missing_permission' });
}

export async function listToolDefaults(ctx: UserCtx, { machineId }: ListToolDefaults): Promise<ToolDefaults> {
  if (machineId !== null) await machines(ctx).require(machineId);
  return { items: (await toolDefaults(ctx).list(machineId ?? '')).map(toDefault) };
}

export async function setToolDefault(ctx: UserCtx, input: ToolDefault): Promise<ToolDefault> {
  await requireManaged(ctx, input.machineId);
  return inTx(ctx, async (tx) => {
    const row = { ...input, machineId: input.machineId ?? '' };
    const before = await toolDefaults(tx).find(row.machineId, row.tool);
    const after = await toolDefaults(tx).set(row, new Date(tx.clock.now()));
    await audit(tx, auditedDefault, { action: 'machine.set_tool_default', ...(before && { before: named(before) }), after: named(after) });
    return toDefault(after);
  });
}

export async function removeToolDefault(ctx: UserCtx, { machineId, tool }: RemoveToolDefault): Promise<void> {
  await requireManaged(ctx, machineId);
  await inTx(ctx, async (tx) => {
    const before = await toolDefaults(tx).find(machineId ?? '', tool);
    if (!before) return;
    await toolDefaults(tx).remove(before);
    await audit(tx, auditedDefault, { action: 'machine.remove_tool_default', before: named(before) });
  });
}

/** What sessions with a tool begin with on a machine: as it is set there, else as it is set for all; null where nobody set anything. */
export async function toolDefaultOf(scope: Scope, machineId: string, tool: string): Promise<ToolDefault | null> {
  const row = (await toolDefaults(scope).find(machineId, tool)) ?? (await toolDefaults(scope).find('', tool));
  return row && toDefault(row);
}
