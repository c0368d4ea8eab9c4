import type { Decision } from '@open-ace/contracts/session';
import { useEffect } from 'react';
import { useMe } from '#modules/me/me.ts';
import type { PermissionItem } from '#modules/transcript/items.ts';
import { PermissionCard } from '#modules/transcript/PermissionCard.tsx';
import { TranscriptViewProvider } from '#modules/transcript/view.ts';
import { useTranscriptOf } from '../use-transcript-view.ts';
import type { WaitingSession } from '../waiting.ts';

interface RequestCardsProps {
  group: WaitingSession;
  /** All requests on the page: where one goes, the others move, and none can be answered before it was seen in its new place. */
  all: readonly PermissionItem[];
  /** The one of these that keys answer. */
  keyed?: PermissionItem | undefined;
  /** Is told how keys answer it. */
  onAnswer?: (answer: (decision: Decision) => void) => void;
}

/** The requests of one session, as they stand in its transcript. */
export function RequestCards({ group, all, keyed, onAnswer }: RequestCardsProps) {
  const me = useMe();
  const { sessionId, first, requests } = group;
  const session = { ...first, id: sessionId, owner: { id: me.id, displayName: me.displayName } };
  const view = useTranscriptOf(session, undefined, all, { keyedRequest: keyed?.requestId ?? null });
  useEffect(() => {
    if (!keyed) return;
    onAnswer?.((decision) => {
      if (decision === 'allow_always' && keyed.rule === '') return;
      view.answer(keyed.requestId, decision);
    });
  }, [keyed, onAnswer, view]);
  return (
    <TranscriptViewProvider value={view}>
      {requests.map((item) => (
        <PermissionCard key={item.key} item={item} />
      ))}
    </TranscriptViewProvider>
  );
}
