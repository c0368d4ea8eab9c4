import { Badge, Group, Text, Tooltip } from '@mantine/core';
import type { User, UserSort } from '@open-ace/contracts/user';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { Unknown } from '#ui/Unknown.tsx';

export function userColumns(t: TFunction): Column<User, UserSort>[] {
  return [
    {
      key: 'user',
      header: t('user.column.name'),
      sort: 'username',
      onPhone: 'title',
      phoneCell: (user) => user.displayName,
      cell: (user) => (
        <Group gap={10} wrap="nowrap">
          <PersonAvatar name={user.displayName} />
          <Text span truncate fw={500}>
            {user.displayName}
          </Text>
          {user.displayName !== user.username && (
            <Text span truncate c="dimmed" size="xs" flex="none" maw="45%">
              {user.username}
            </Text>
          )}
        </Group>
      ),
    },
    {
      key: 'email',
      header: t('user.email'),
      hideBelow: 52,
      onPhone: 'detail',
      phoneCell: (user) => user.email ?? (user.displayName === user.username ? null : user.username),
      cell: (user) => user.email ?? <Unknown reason={t('value.none')} />,
    },
    {
      key: 'role',
      header: t('user.role'),
      width: '10rem',
      onPhone: 'end',
      cell: (user) => (
        <Group gap={6} wrap="nowrap">
          {t(`role.${user.role}`)}
          {user.grants.length > 0 && (
            <Tooltip label={t('user.grantCount', { count: user.grants.length })}>
              <Badge aria-label={t('user.grantCount', { count: user.grants.length })}>+{user.grants.length}</Badge>
            </Tooltip>
          )}
        </Group>
      ),
    },
    {
      key: 'lastSignIn',
      header: t('user.column.lastSignIn'),
      width: '8rem',
      align: 'end',
      sort: 'lastSignInAt',
      onPhone: 'detail',
      phoneCell: (user) => <LastSignIn user={user} />,
      cell: (user) =>
        user.lastSignInAt ? (
          <Ago date={user.lastSignInAt} />
        ) : (
          <Text span inherit c="dimmed">
            {t('user.never')}
          </Text>
        ),
    },
    {
      key: 'created',
      header: t('user.column.created'),
      width: '8rem',
      align: 'end',
      sort: 'createdAt',
      hideBelow: 64,
      cell: (user) => <Ago date={user.createdAt} />,
    },
  ];
}

/** In words, where no column head says what the time is of. */
function LastSignIn({ user }: { user: User }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return user.lastSignInAt ? t('user.signedInAgo', { time: format.agoPhrase(user.lastSignInAt, now) }) : t('user.neverSignedIn');
}
