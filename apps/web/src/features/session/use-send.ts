import type { Image } from '@open-ace/contracts/session-events';
import { useMutation } from '@tanstack/react-query';
import { trpc } from '#lib/trpc.ts';
import { usePictureStore } from './pictures.ts';
import { streamOf } from './session-stream.ts';
import { useWriting } from './writing.ts';

let counter = 0;

/** Puts a message among the unsent ones, where it shows at once; gives the id under which it is known there. */
export function addUnsent(sessionId: string, text: string, images: readonly Image[]): string {
  const id = `${Date.now()}-${counter++}`;
  const afterSeq = streamOf(sessionId).getState().transcript.lastSeq;
  useWriting.getState().setUnsent(sessionId, (before) => [...before, { id, at: Date.now(), text, messageId: null, afterSeq }]);
  usePictureStore.getState().add(id, images);
  return id;
}

/** Puts words and pictures where the next message is written, before what is there already. */
export function putBack(sessionId: string, text: string, images: readonly Image[]) {
  const { drafts, write } = useWriting.getState();
  const since = drafts[sessionId] ?? '';
  write(sessionId, since === '' || text === '' ? text + since : `${text}\n${since}`);
  usePictureStore.getState().add(sessionId, images);
}

/** Puts an unsent message back where it was typed. */
export function takeBack(sessionId: string, localId: string, text: string) {
  useWriting.getState().setUnsent(sessionId, (before) => before.filter(({ id }) => id !== localId));
  putBack(sessionId, text, usePictureStore.getState().take(localId));
}

/** Sends what is typed. Refused, it is back where it was typed, even if the page shows another session by then. */
export function useSend() {
  return useMutation(
    trpc.session.send.mutationOptions({
      onMutate: ({ sessionId, text, images = [] }) => {
        useWriting.getState().write(sessionId, '');
        usePictureStore.getState().take(sessionId);
        return addUnsent(sessionId, text, images);
      },
      onSuccess: ({ messageId }, { sessionId }, localId) =>
        useWriting
          .getState()
          .setUnsent(sessionId, (before) => before.map((message) => (message.id === localId ? { ...message, messageId } : message))),
      onError: (_error, { sessionId, text }, localId) => localId && takeBack(sessionId, localId, text),
    }),
  );
}
