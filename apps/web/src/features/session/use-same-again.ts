import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { lastStarted } from './choices.ts';
import { newSessionPage, sessionPath } from './pages.ts';
import { useSessions } from './use-sessions.ts';

/** Starts a session like the last one, at once. Refused, the form shows with what it would have been. */
export function useSameAgain() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { sessions } = useSessions();
  const last = lastStarted(sessions, me.id);
  const create = useMutation(
    trpc.session.create.mutationOptions({
      onSuccess: ({ id }) => void navigate(sessionPath(id)),
      onError: (error) => {
        notifications.show({ color: 'red', message: failureText(error, t) });
        void navigate(newSessionPage.path);
      },
    }),
  );
  const again = () => {
    if (!last || create.isPending) return;
    const { machine, tool, cwd, model, permissionMode } = last;
    create.mutate({ machineId: machine.id, tool, cwd, permissionMode, ...(model && { model }) });
  };
  return { last, again, pending: create.isPending };
}
