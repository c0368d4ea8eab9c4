import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ProxyToken } from '@open-ace/contracts/gateway';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useNow } from '#lib/use-now.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { stateOf } from '../token-state.ts';

/** Cuts a session's CLI off from its models. */
export function RevokeProxyToken({ token }: { token: ProxyToken }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const now = useNow();
  const session = useSessionTitle(token);
  if (stateOf(token, now) !== 'active') return null;
  return (
    <>
      <Button size="xs" variant="default" aria-label={t('proxyToken.revokeNamed', { session })} onClick={() => setAsking(true)}>
        {t('token.revoke')}
      </Button>
      {asking && <RevokeDialog token={token} session={session} onClose={() => setAsking(false)} />}
    </>
  );
}

function useSessionTitle({ session }: ProxyToken): string {
  const { t } = useTranslation();
  return session?.title ?? t('proxyToken.goneSession');
}

function RevokeDialog({ token, session, onClose }: { token: ProxyToken; session: string; onClose: () => void }) {
  const { t } = useTranslation();
  const revoke = useMutation(
    trpc.proxyToken.revoke.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: t('proxyToken.revoked', { session }) });
        onClose();
        void queryClient.invalidateQueries(trpc.proxyToken.list.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('proxyToken.revokeTitle', { session })}
      confirmLabel={t('proxyToken.revokeToken')}
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ proxyTokenId: token.id })}
      onClose={onClose}
    >
      {t('proxyToken.revokeEffect')}
    </ConfirmDialog>
  );
}
