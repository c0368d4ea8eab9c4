import { Badge } from '@mantine/core';
import type { User } from '@open-ace/contracts/user';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { Ago } from '#ui/Ago.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { usersPage } from '../pages.ts';
import { useRank } from '../use-rank.ts';
import { UserActions } from './UserActions.tsx';
import { UserForm } from './UserForm.tsx';
import { UserSummary } from './UserSummary.tsx';

export function UserDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { userId = '' } = useParams();
  const user = useQuery(trpc.user.get.queryOptions({ userId }));
  usePageTitle(user.data?.displayName ?? t('user.one'), t('user.title'));
  const close = () => void navigate({ pathname: usersPage.path, search }, { preventScrollReset: true });

  return (
    <RowDrawer
      title={user.data?.displayName ?? t('user.one')}
      status={user.data?.status === 'deleted' && <Badge>{t('user.status.deleted')}</Badge>}
      actions={user.data && <UserActions user={user.data} />}
      onClose={close}
    >
      <DrawerBody query={user} errorTitle={t('user.oneLoadFailed')}>
        {(data) => (
          <>
            <UserDetails user={data} />
            <UserFacts user={data} />
          </>
        )}
      </DrawerBody>
    </RowDrawer>
  );
}

function UserDetails({ user }: { user: User }) {
  const rank = useRank(user);
  if (!rank.edit || user.status === 'deleted') return <UserSummary user={user} />;
  // A form belongs to one person: another row starts a new one.
  return <UserForm key={user.id} user={user} />;
}

function UserFacts({ user }: { user: User }) {
  const { t } = useTranslation();
  const facts = [
    { name: t('user.username'), value: user.username },
    { name: t('user.column.created'), value: <Ago phrase date={user.createdAt} /> },
    { name: t('user.column.lastSignIn'), value: user.lastSignInAt ? <Ago phrase date={user.lastSignInAt} /> : t('user.never') },
    { name: t('password.label'), value: user.mustChangePassword ? t('user.passwordTemporary') : t('user.passwordOwn') },
    ...(user.platformAdmin ? [{ name: t('user.platformAdmin'), value: t('value.yes') }] : []),
  ];
  return (
    <DrawerSection title={t('user.account')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}
