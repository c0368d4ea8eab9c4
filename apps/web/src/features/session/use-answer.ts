import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { failureText, hasReason } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import type { Answer } from '#modules/transcript/view.ts';

/** Answers a permission request. It counts as being answered until the transcript says how it was decided. */
export function useAnswer(sessionId: string) {
  const { t } = useTranslation();
  const respond = useMutation(
    trpc.session.respond.mutationOptions({
      onError: (error) => {
        // Somebody else was quicker: the transcript tells who.
        if (!hasReason(error, 'already_decided')) notifications.show({ color: 'red', message: failureText(error, t) });
      },
    }),
  );
  return {
    answering: respond.isPending || respond.isSuccess ? respond.variables : null,
    answer: (answer: Answer) => respond.mutate({ sessionId, ...answer }),
  };
}
