import type { CommandBody, CommandKind } from '@open-ace/contracts/command';
import type { AgentCtx, Ctx } from '#platform/context';
import type { Tx } from '#platform/db/tx';
import type { CommandRow } from './repository.ts';

type BodyOf<Kind extends CommandKind> = Extract<CommandBody, { kind: Kind }>;

/** What the domain that sends a kind of command adds to its way. */
interface KindHandler<Kind extends CommandKind> {
  /** Completes the body when it is handed over: secrets are made then and kept nowhere. */
  prepare?(ctx: AgentCtx, body: BodyOf<Kind>): Promise<BodyOf<Kind>>;
  /** In the transaction that ends the command. */
  finished?(tx: Tx<Ctx>, command: CommandRow, body: BodyOf<Kind>): Promise<void>;
}

const handlers: { [Kind in CommandKind]?: KindHandler<Kind> } = {};

export function defineCommand<Kind extends CommandKind>(kind: Kind, handler: KindHandler<Kind>): void {
  Object.assign(handlers, { [kind]: handler });
}

const handlerOf = (body: CommandBody) => handlers[body.kind] as KindHandler<CommandKind> | undefined;

export async function prepare(ctx: AgentCtx, body: CommandBody): Promise<CommandBody> {
  return (await handlerOf(body)?.prepare?.(ctx, body)) ?? body;
}

export async function finished(tx: Tx<Ctx>, command: CommandRow, body: CommandBody): Promise<void> {
  await handlerOf(body)?.finished?.(tx, command, body);
}

/** Whether its end is more than its own. */
export const hasEffects = (kind: string): boolean => handlers[kind as CommandKind]?.finished !== undefined;
