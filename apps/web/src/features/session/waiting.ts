import type { WaitingRequest } from '@open-ace/contracts/session';
import type { PermissionItem } from '#modules/transcript/items.ts';

/** The requests of one session that wait. */
export interface WaitingSession {
  sessionId: string;
  first: WaitingRequest;
  requests: readonly PermissionItem[];
}

/** A request as it would stand in the transcript. */
const requestItem = ({ createdAt, ...request }: WaitingRequest): PermissionItem => ({
  ...request,
  kind: 'permission',
  key: `${request.sessionId}:${request.requestId}`,
  at: Date.parse(createdAt),
  toolCallId: '',
  decision: null,
  by: '',
});

/** By session, the one that waits longest first; within one, the oldest request first. */
export function bySession(waiting: readonly WaitingRequest[]): WaitingSession[] {
  const groups = new Map<string, WaitingRequest[]>();
  for (const request of waiting) groups.set(request.sessionId, [...(groups.get(request.sessionId) ?? []), request]);
  return [...groups].flatMap(([sessionId, requests]) => {
    const [first] = requests;
    return first ? [{ sessionId, first, requests: requests.map(requestItem) }] : [];
  });
}
