import type { Machine } from '@open-ace/contracts/machine';
import type { Session, SessionUsage } from '@open-ace/contracts/session';
import { useMemo } from 'react';
import { useMay, useMe } from '#modules/me/me.ts';
import { providerKeysPath } from '#modules/provider-key/paths.ts';
import type { PermissionItem, UserItem } from '#modules/transcript/items.ts';
import { useSettling } from '#modules/transcript/settling.ts';
import type { TranscriptView } from '#modules/transcript/view.ts';
import { streamOf } from './session-stream.ts';
import { useAnswer } from './use-answer.ts';

interface ViewOptions {
  keyedRequest?: string | null;
  turnUsage?: ReadonlyMap<number, SessionUsage>;
  editAgain?: (item: UserItem) => void;
  readOnly?: boolean;
}

const noUsage: ReadonlyMap<number, SessionUsage> = new Map();

/** What the pieces of a session's transcript want to know besides what happened. */
export function useTranscriptOf(
  { id, tool, owner, cwd, machine: { name: machineName } }: Pick<Session, 'id' | 'tool' | 'owner' | 'cwd' | 'machine'>,
  machine: Machine | undefined,
  requests: readonly PermissionItem[],
  { keyedRequest = null, turnUsage = noUsage, editAgain, readOnly = false }: ViewOptions = {},
): TranscriptView {
  const folder = cwd.replace(/^~(?=$|[\\/])/, machine?.homeFolder ?? '~');
  const me = useMe();
  const mayManageKeys = useMay()('admin_access');
  const { answer, answering } = useAnswer(id);
  const { settling, onInSight, mayAnswer } = useSettling(requests);
  const requestId = answering?.requestId;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the functions are others with every render and do the same
  return useMemo(
    () => ({
      tool,
      person: { name: owner.displayName, own: owner.id === me.id },
      folder,
      machine: machineName,
      memory: streamOf(id).memory,
      keyedRequest,
      answering,
      answer: (request, decision, scope) => {
        const may = mayAnswer(request);
        if (may && request !== requestId) answer({ requestId: request, decision, ...(scope && { scope }) });
        return may;
      },
      settling,
      onInSight,
      providerKeysPath: mayManageKeys ? providerKeysPath : null,
      turnUsage,
      editAgain: editAgain ?? null,
      readOnly,
      wide: false,
    }),
    [
      id,
      tool,
      folder,
      machineName,
      owner.displayName,
      owner.id,
      me.id,
      keyedRequest,
      answering,
      settling,
      mayManageKeys,
      turnUsage,
      readOnly,
    ],
  );
}
