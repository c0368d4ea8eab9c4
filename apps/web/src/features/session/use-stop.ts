import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';

/** Ends the process; nothing is lost by it, a message goes on from there. */
export function useStop(sessionId: string) {
  const { t } = useTranslation();
  const stop = useMutation(
    trpc.session.stop.mutationOptions({
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  return { pending: stop.isPending, stop: () => stop.mutate({ sessionId }) };
}
