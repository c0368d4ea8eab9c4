import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ApiToken } from '@open-ace/contracts/gateway';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useNow } from '#lib/use-now.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { stateOf } from '../token-state.ts';

/** The end of a token; there is none of one that has ended. */
export function RevokeApiToken({ token }: { token: ApiToken }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const now = useNow();
  if (stateOf(token, now) !== 'active') return null;
  return (
    <>
      <Button size="xs" variant="default" aria-label={t('apiToken.revokeNamed', { name: token.name })} onClick={() => setAsking(true)}>
        {t('token.revoke')}
      </Button>
      {asking && <RevokeDialog token={token} onClose={() => setAsking(false)} />}
    </>
  );
}

function RevokeDialog({ token, onClose }: { token: ApiToken; onClose: () => void }) {
  const { t } = useTranslation();
  const revoke = useMutation(
    trpc.apiToken.revoke.mutationOptions({
      onSuccess: ({ name }) => {
        notifications.show({ message: t('apiToken.revoked', { name }) });
        onClose();
        void queryClient.invalidateQueries(trpc.apiToken.list.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('apiToken.revokeTitle', { name: token.name })}
      confirmLabel={t('apiToken.revokeNamed', { name: token.name })}
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ apiTokenId: token.id })}
      onClose={onClose}
    >
      {t('apiToken.revokeEffect')}
    </ConfirmDialog>
  );
}
