import { Anchor, Paper, Text, Title } from '@mantine/core';
import type { Me } from '@open-ace/contracts/auth';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#lib/page-title.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { EntryFrame } from '#modules/entry/EntryFrame.tsx';
import { useSignOut } from '#modules/me/use-sign-out.ts';
import { ChangePasswordForm } from '../components/ChangePasswordForm.tsx';
import classes from './EntryPages.module.css';

/** All that a person with a temporary password may see, whatever the address says. */
export function ForcedPasswordPage({ me }: { me: Me }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  usePageTitle(t('password.choose'));
  return (
    <EntryFrame facts={t('me.signedInAs', { name: me.username })}>
      <div className={classes.narrow}>
        <Title order={1}>{t('password.choose')}</Title>
        <Text c="dimmed" mb={20}>
          {t('password.choosePurpose')}
        </Text>
        <Paper className={classes.card}>
          <ChangePasswordForm
            username={me.username}
            currentLabel={t('password.temporary')}
            size="md"
            onChanged={(changed) => queryClient.setQueryData(trpc.auth.me.queryKey(), changed)}
          />
        </Paper>
        <Text c="dimmed" ta="center" mt={16}>
          <Anchor component="button" type="button" size="sm" onClick={() => signOut.mutate()}>
            {t('me.signOut')}
          </Anchor>
        </Text>
      </div>
    </EntryFrame>
  );
}
