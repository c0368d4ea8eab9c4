import { type FindFiles, FoundFiles } from '@open-ace/contracts/session';
import { askMachine } from '#domains/command';
import { requireUsableMachine } from '#domains/machine';
import { SECOND } from '#platform/clock';
import type { UserCtx } from '#platform/context';
import { sessions } from './repository.ts';

/** Files of the session's folder, as its machine finds them. */
export async function findFiles(ctx: UserCtx, { sessionId, query }: FindFiles, signal: AbortSignal | undefined): Promise<FoundFiles> {
  const { machineId, cwd } = await sessions(ctx).require(sessionId);
  await requireUsableMachine(ctx, machineId);
  const body = { kind: 'file.find' as const, cwd, query };
  const found = await askMachine(ctx, { machineId, body, beginMs: 5 * SECOND, endMs: 10 * SECOND, signal });
  return FoundFiles.parse(JSON.parse(found ?? '{"items":[]}'));
}
