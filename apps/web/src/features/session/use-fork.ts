import { notifications } from '@mantine/notifications';
import type { Session } from '@open-ace/contracts/session';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { sessionPath } from './pages.ts';

/** Begins a session with a copy of this one's conversation, and goes there. */
export function useFork({ id, title }: Session) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const fork = useMutation(
    trpc.session.fork.mutationOptions({
      onSuccess: (created) => void navigate(sessionPath(created.id)),
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  return { pending: fork.isPending, fork: () => fork.mutate({ sessionId: id, title: t('session.forkTitle', { title }).slice(0, 200) }) };
}
