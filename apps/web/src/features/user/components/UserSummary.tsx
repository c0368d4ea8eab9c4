import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { User } from '@open-ace/contracts/user';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { Facts } from '#ui/Facts.tsx';
import { FormError } from '#ui/FormError.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { storeUser } from '../store-user.ts';
import { useRank } from '../use-rank.ts';
import { GrantsField } from './GrantsField.tsx';
import classes from './UserSummary.module.css';

/** The same as the form, to read only: for a deleted account, or for a viewer who may not change it. */
export function UserSummary({ user }: { user: User }) {
  const { t } = useTranslation();
  const facts = [
    { name: t('user.displayName'), value: user.displayName },
    { name: t('user.email'), value: user.email ?? <Unknown reason={t('value.none')} /> },
    { name: t('user.role'), value: t(`role.${user.role}`) },
  ];
  return (
    <>
      {user.status === 'deleted' && <DeletedNote user={user} />}
      <DrawerSection title={t('user.person')}>
        <Facts facts={facts} />
      </DrawerSection>
      <GrantsField role={user.role} grants={user.grants} readOnly onChange={() => undefined} />
    </>
  );
}

function DeletedNote({ user }: { user: User }) {
  const { t } = useTranslation();
  const rank = useRank(user);
  const restore = useMutation(
    trpc.user.restore.mutationOptions({
      onSuccess: (restored) => {
        storeUser(restored);
        notifications.show({ message: t('user.restored', { name: restored.username }) });
      },
    }),
  );
  return (
    <div className={classes.note}>
      <Group gap={12} wrap="nowrap">
        <Text flex={1}>{rank.remove ? t('user.deletedNote') : t('user.deletedForViewers')}</Text>
        {rank.remove && (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={15} />}
            loading={restore.isPending}
            onClick={() => restore.mutate({ userId: user.id })}
          >
            {t('user.restore')}
          </Button>
        )}
      </Group>
      <FormError error={restore.error} />
    </div>
  );
}
