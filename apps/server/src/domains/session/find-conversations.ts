import { Conversation, type Conversations, type ListConversations } from '@open-ace/contracts/session';
import { z } from 'zod';
import { askMachine } from '#domains/command';
import { historyPolicyOf, requireUsableMachine } from '#domains/machine';
import { SECOND } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { AppError } from '#platform/errors';
import { runsOn } from './repository.ts';

/** Conversations that a CLI keeps of a folder and that were not begun here, as its machine finds them. They are those of its owner alone. */
export async function listConversations(
  ctx: UserCtx,
  { machineId, tool, cwd }: ListConversations,
  signal: AbortSignal | undefined,
): Promise<Conversations> {
  const machine = await requireUsableMachine(ctx, machineId);
  if (machine.ownerId !== ctx.actor.userId)
    throw new AppError('FORBIDDEN', `What was said on ${machine.name} before is its owner's.`, { reason: 'not_owner' });
  const policy = await historyPolicyOf(ctx, machine);
  if (policy === 'off') return { policy, items: [] };
  const body = { kind: 'conversation.list' as const, tool, cwd, withWords: policy === 'full' };
  const found = await askMachine(ctx, { machineId, body, beginMs: 5 * SECOND, endMs: 20 * SECOND, signal });
  const kept = z.array(Conversation).parse(JSON.parse(found ?? '[]'));
  const ours = await runsOn(ctx, machineId).known(kept.map(({ toolSessionId }) => toolSessionId));
  return { policy, items: kept.filter(({ toolSessionId }) => !ours.has(toolSessionId)) };
}
