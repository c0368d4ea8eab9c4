import type { Machine } from '@open-ace/contracts/machine';
import type { Session } from '@open-ace/contracts/session';
import { useMemo } from 'react';
import { useMay, useMe } from '#modules/me/me.ts';
import { providerKeysPath } from '#modules/provider-key/paths.ts';
import type { PermissionItem } from '#modules/transcript/items.ts';
import { useSettling } from '#modules/transcript/settling.ts';
import type { TranscriptView } from '#modules/transcript/view.ts';
import { streamOf } from './session-stream.ts';
import { useAnswer } from './use-answer.ts';

/** What the pieces of a session's transcript want to know besides what happened. */
export function useTranscriptOf(
  { id, tool, owner, cwd }: Session,
  machine: Machine | undefined,
  requests: readonly PermissionItem[],
  keyedRequest: string | null,
): TranscriptView {
  const folder = cwd.replace(/^~(?=$|[\\/])/, machine?.homeFolder ?? '~');
  const me = useMe();
  const mayManageKeys = useMay()('admin_access');
  const { answer, answering } = useAnswer(id);
  const { settling, onInSight, mayAnswer } = useSettling(requests);
  const decision = answering?.decision;
  const requestId = answering?.requestId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the functions are others with every render and do the same
  return useMemo(
    () => ({
      tool,
      person: { name: owner.displayName, own: owner.id === me.id },
      folder,
      memory: streamOf(id).memory,
      keyedRequest,
      answering: decision && requestId ? { requestId, decision } : null,
      answer: (request, chosen) => {
        const may = mayAnswer(request);
        if (may && request !== requestId) answer(request, chosen);
        return may;
      },
      settling,
      onInSight,
      providerKeysPath: mayManageKeys ? providerKeysPath : null,
      wide: false,
    }),
    [id, tool, folder, owner.displayName, owner.id, me.id, keyedRequest, decision, requestId, settling, mayManageKeys],
  );
}
