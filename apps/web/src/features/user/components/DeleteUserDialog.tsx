import { notifications } from '@mantine/notifications';
import type { User } from '@open-ace/contracts/user';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { storeUser } from '../store-user.ts';

export function DeleteUserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation(
    trpc.user.delete.mutationOptions({
      onSuccess: (deleted) => {
        storeUser(deleted);
        notifications.show({ message: t('user.deleted', { name: deleted.username }) });
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('user.deleteTitle', { name: user.username })}
      confirmLabel={t('user.deleteNamed', { name: user.username })}
      typed={user.username}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ userId: user.id })}
      onClose={onClose}
    >
      {t('user.deleteEffect')}
    </ConfirmDialog>
  );
}
