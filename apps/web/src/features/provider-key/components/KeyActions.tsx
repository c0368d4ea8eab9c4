import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';

interface KeyActionsProps {
  providerKey: ProviderKey;
  onDeleted: () => void;
}

export function KeyActions({ providerKey, onDeleted }: KeyActionsProps) {
  const { t } = useTranslation();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t('providerKey.actionsFor', { name: providerKey.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
            {t('providerKey.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deleting && <DeleteKeyDialog providerKey={providerKey} onDeleted={onDeleted} onClose={() => setDeleting(false)} />}
    </>
  );
}

function DeleteKeyDialog({ providerKey, onDeleted, onClose }: KeyActionsProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation(
    trpc.providerKey.delete.mutationOptions({
      onSuccess: ({ id, name }) => {
        notifications.show({ message: t('providerKey.deleted', { name }) });
        onDeleted();
        queryClient.removeQueries(trpc.providerKey.get.queryFilter({ providerKeyId: id }));
        void queryClient.invalidateQueries(trpc.providerKey.list.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('providerKey.deleteTitle', { name: providerKey.name })}
      confirmLabel={t('providerKey.deleteNamed', { name: providerKey.name })}
      typed={providerKey.name}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ providerKeyId: providerKey.id })}
      onClose={onClose}
    >
      {t('providerKey.deleteEffect')}
    </ConfirmDialog>
  );
}
