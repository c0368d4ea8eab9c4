import { ActionIcon, Menu } from '@mantine/core';
import type { User } from '@open-ace/contracts/user';
import { IconDots, IconKey, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRank } from '../use-rank.ts';
import { DeleteUserDialog } from './DeleteUserDialog.tsx';
import { ResetPasswordDialog } from './ResetPasswordDialog.tsx';

/** What can be done with an account as a whole. Nothing to do, no menu. */
export function UserActions({ user }: { user: User }) {
  const { t } = useTranslation();
  const rank = useRank(user);
  const [dialog, setDialog] = useState<'delete' | 'reset' | null>(null);
  const close = () => setDialog(null);
  if (user.status === 'deleted' || !(rank.remove || rank.resetPassword)) return null;

  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t('user.actionsFor', { name: user.username })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {rank.resetPassword && (
            <Menu.Item leftSection={<IconKey size={15} />} onClick={() => setDialog('reset')}>
              {t('user.resetPassword')}
            </Menu.Item>
          )}
          {rank.remove && (
            <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setDialog('delete')}>
              {t('user.delete')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog === 'delete' && <DeleteUserDialog user={user} onClose={close} />}
      {dialog === 'reset' && <ResetPasswordDialog user={user} onClose={close} />}
    </>
  );
}
