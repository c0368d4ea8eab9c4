import { Button, Group, Modal } from '@mantine/core';
import type { User } from '@open-ace/contracts/user';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import modal from '#ui/ModalForm.module.css';
import { OneTimeSecret } from '#ui/OneTimeSecret.tsx';

/** Asks, then shows the temporary password this once. */
export function ResetPasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const reset = useMutation(
    trpc.user.resetPassword.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.user.get.queryFilter({ userId: user.id })),
    }),
  );
  if (!reset.data) {
    return (
      <ConfirmDialog
        title={t('user.resetTitle', { name: user.username })}
        confirmLabel={t('user.resetPassword')}
        pending={reset.isPending}
        error={reset.error}
        onConfirm={() => reset.mutate({ userId: user.id })}
        onClose={onClose}
      >
        {t('user.resetEffect')}
      </ConfirmDialog>
    );
  }
  return (
    <Modal
      opened
      size={480}
      title={t('user.resetDone', { name: user.username })}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={onClose}
    >
      <OneTimeSecret
        label={t('password.temporary')}
        secret={reset.data.temporaryPassword}
        note={t('user.temporaryNote', { name: user.username })}
      />
      <Group gap={8} className={modal.footer}>
        <Button onClick={onClose}>{t('action.done')}</Button>
      </Group>
    </Modal>
  );
}
