import { notifications } from '@mantine/notifications';
import type { Machine, MachineMember } from '@open-ace/contracts/machine';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useMay, useMe } from '#modules/me/me.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { refreshPeople } from '../refresh-people.ts';

interface RemovePersonDialogProps {
  machine: Machine;
  user: MachineMember['user'];
  onLeft: () => void;
  onClose: () => void;
}

export function RemovePersonDialog({ machine, user, onLeft, onClose }: RemovePersonDialogProps) {
  const { t } = useTranslation();
  const me = useMe();
  const admin = useMay()('admin_access');
  const names = { name: user.displayName, machine: machine.name };
  const remove = useMutation(
    trpc.machine.removeMember.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: t('machine.personRemoved', names) });
        if (user.id === me.id && !admin) {
          onLeft();
          queryClient.removeQueries(trpc.machine.get.queryFilter({ machineId: machine.id }));
          return;
        }
        await refreshPeople(machine.id);
        onClose();
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('machine.removePersonTitle', names)}
      confirmLabel={t('machine.removePerson', { name: user.displayName })}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ machineId: machine.id, userId: user.id })}
      onClose={onClose}
    >
      {t('machine.removePersonEffect')}
    </ConfirmDialog>
  );
}
