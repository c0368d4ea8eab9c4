import { openCalls, settleCalls } from '#domains/usage';
import { newId } from '#platform/ids';
import type { Played } from './sessions.ts';
import { personOf, type Stage, systemAt } from './stage.ts';

/** Writes the calls of a session as the gateway would have metered them. */
export async function meter(stage: Stage, { id, machineId, person, scenario, setting, calls }: Played, providerKeyId: string) {
  const { toolSessionId, folder, gitRemote } = setting;
  const place = { userId: personOf(stage, person).id, machineId, sessionId: id, toolSessionId, cwd: folder, gitRemote };
  const way = { projectId: '', tool: 'claude-code', gitBranch: scenario.branch, providerKeyId, streamed: true, holder: 'demo' };
  const rows = calls.map((call) => ({ ...call, id: newId(), provider: 'anthropic' }));
  await openCalls(
    systemAt(stage, setting.startedAt),
    rows.map(({ id, at, model, provider, tokens }) => ({ ...place, ...way, id, at, model, provider, inputTokens: tokens.inputTokens })),
  );
  for (const { id, failure, tokens, firstByteMs, endedAt, ...call } of rows) {
    const opened = { ...call, providerKeyId };
    const status = failure ? 'failed' : 'settled';
    const { httpStatus, error, errorMessage } = failure ?? { httpStatus: 200, error: '', errorMessage: '' };
    await settleCalls(systemAt(stage, endedAt), [
      { id, opened, tokens, status, httpStatus, error, errorMessage, firstByteMs: failure ? null : firstByteMs },
    ]);
  }
}
