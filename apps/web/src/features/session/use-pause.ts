import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { refreshSession } from './use-sessions.ts';

/** Holds a session, and lets it go on. */
export function usePause(sessionId: string) {
  const { t } = useTranslation();
  const options = {
    onSuccess: () => refreshSession(sessionId),
    onError: (error: unknown) => notifications.show({ color: 'red', message: failureText(error, t) }),
  };
  const pause = useMutation(trpc.session.pause.mutationOptions(options));
  const resume = useMutation(trpc.session.resume.mutationOptions(options));
  return {
    pending: pause.isPending || resume.isPending,
    pause: () => pause.mutate({ sessionId }),
    resume: () => resume.mutate({ sessionId }),
  };
}
