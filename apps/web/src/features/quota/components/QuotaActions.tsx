import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Quota } from '@open-ace/contracts/quota';
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { reloadQuotas } from '../live-quotas.ts';
import { quotasPage } from '../pages.ts';
import { wordsOf } from '../quota-words.ts';

interface QuotaActionsProps {
  quota: Quota;
  /** Also the way to where it is changed, which the drawer itself is. */
  withChange?: boolean;
  onDeleted?: () => void;
}

export function QuotaActions({ quota, withChange, onDeleted }: QuotaActionsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { search } = useLocation();
  const [deleting, setDeleting] = useState(false);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t('quota.actionsFor', { budget: wordsOf(quota, t, format) })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {withChange && (
            <Menu.Item
              component={Link}
              to={{ pathname: `${quotasPage.path}/${quota.id}`, search }}
              preventScrollReset
              leftSection={<IconPencil size={15} />}
            >
              {t('quota.change')}
            </Menu.Item>
          )}
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setDeleting(true)}>
            {t('quota.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deleting && <DeleteQuotaDialog quota={quota} onDeleted={onDeleted} onClose={() => setDeleting(false)} />}
    </>
  );
}

interface DeleteQuotaDialogProps {
  quota: Quota;
  onDeleted: (() => void) | undefined;
  onClose: () => void;
}

function DeleteQuotaDialog({ quota, onDeleted, onClose }: DeleteQuotaDialogProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = wordsOf(quota, t, format);
  const remove = useMutation(
    trpc.quota.delete.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: t('quota.deleted', { budget: words }) });
        onClose();
        onDeleted?.();
        reloadQuotas();
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('quota.deleteTitle')}
      confirmLabel={t('quota.delete')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ quotaId: quota.id })}
      onClose={onClose}
    >
      <strong>{words}</strong>
      <br />
      {t('quota.deleteEffect')}
    </ConfirmDialog>
  );
}
