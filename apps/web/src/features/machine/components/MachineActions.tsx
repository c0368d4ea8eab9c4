import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Machine } from '@open-ace/contracts/machine';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';

/** What can be done with a machine as a whole, by administrators. */
export function MachineActions({ machine, onRemoved }: { machine: Machine; onRemoved: () => void }) {
  const { t } = useTranslation();
  const admin = useMay()('admin_access');
  const [removing, setRemoving] = useState(false);
  if (!admin) return null;
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t('machine.actionsFor', { name: machine.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setRemoving(true)}>
            {t('machine.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {removing && <RemoveMachineDialog machine={machine} onClose={() => setRemoving(false)} onRemoved={onRemoved} />}
    </>
  );
}

interface RemoveMachineDialogProps {
  machine: Machine;
  onClose: () => void;
  onRemoved: () => void;
}

function RemoveMachineDialog({ machine, onClose, onRemoved }: RemoveMachineDialogProps) {
  const { t } = useTranslation();
  const remove = useMutation(
    trpc.machine.remove.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: t('machine.removed', { name: machine.name }) });
        onRemoved();
        queryClient.removeQueries(trpc.machine.get.queryFilter({ machineId: machine.id }));
        void queryClient.invalidateQueries(trpc.machine.list.pathFilter());
        void queryClient.invalidateQueries(trpc.collection.status.queryFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('machine.removeTitle', { name: machine.name })}
      confirmLabel={t('machine.removeNamed', { name: machine.name })}
      typed={machine.name}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ machineId: machine.id })}
      onClose={onClose}
    >
      {t('machine.removeEffect')}
    </ConfirmDialog>
  );
}
