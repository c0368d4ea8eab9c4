import type { Session } from '@open-ace/contracts/session';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { client } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { hasProcess } from '../has-process.ts';
import { neighbour, useOpenTabs } from '../open-tabs.ts';
import { sessionPath, workPage } from '../pages.ts';
import { forgetSession } from '../use-sessions.ts';

/** Deletes a session for good; one that runs is stopped first. */
export function DeleteSessionDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const { id: sessionId, title } = session;
  const tabs = useOpenTabs((store) => store.tabs[me.id]);
  const close = useOpenTabs((store) => store.close);
  const running = hasProcess(session) || session.pausedAt !== null;
  const remove = useMutation({
    mutationFn: async () => {
      if (running) await client.session.stop.mutate({ sessionId });
      await client.session.delete.mutate({ sessionId });
    },
    onSuccess: async () => {
      const next = neighbour(tabs ?? [], sessionId);
      close(me.id, sessionId);
      await navigate(next ? sessionPath(next) : workPage.path);
      forgetSession(sessionId);
    },
    networkMode: 'always',
  });
  return (
    <ConfirmDialog
      destructive
      title={t('session.deleteTitle', { title })}
      confirmLabel={t('session.deleteConfirm')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {t(running ? 'session.deleteRunning' : 'session.deleteHelp')}
    </ConfirmDialog>
  );
}
