import { useMutation } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';
import { streamOf } from './session-stream.ts';
import { useWriting } from './writing.ts';

let counter = 0;

/** Puts a message among the unsent ones, where it shows at once; gives the id under which it is known there. */
export function addUnsent(sessionId: string, text: string): string {
  const id = `${Date.now()}-${counter++}`;
  const afterSeq = streamOf(sessionId).getState().transcript.lastSeq;
  useWriting.getState().setUnsent(sessionId, (before) => [...before, { id, at: Date.now(), text, messageId: null, afterSeq }]);
  return id;
}

/** Puts an unsent message back where it was typed, before what has been typed since. */
export function takeBack(sessionId: string, localId: string, text: string) {
  const { drafts, write, setUnsent } = useWriting.getState();
  setUnsent(sessionId, (before) => before.filter(({ id }) => id !== localId));
  const since = drafts[sessionId] ?? '';
  write(sessionId, since === '' ? text : `${text}\n${since}`);
}

/** Sends what is typed. Refused, it is back where it was typed, even if the page shows another session by then. */
export function useSend() {
  return useMutation(
    trpc.session.send.mutationOptions({
      onMutate: ({ sessionId, text }) => {
        useWriting.getState().write(sessionId, '');
        return addUnsent(sessionId, text);
      },
      onSuccess: ({ messageId }, { sessionId }, localId) =>
        useWriting
          .getState()
          .setUnsent(sessionId, (before) => before.map((message) => (message.id === localId ? { ...message, messageId } : message))),
      onError: (_error, { sessionId, text }, localId) => localId && takeBack(sessionId, localId, text),
    }),
  );
}
