import { Paper } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '#lib/page-title.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { FormSection } from '#ui/FormSection.tsx';
import { PageHeader } from '#ui/PageHeader.tsx';
import { ChangePasswordForm } from '../components/ChangePasswordForm.tsx';
import { HistoryLimit } from '../components/HistoryLimit.tsx';
import { ProfileForm } from '../components/ProfileForm.tsx';
import { SignIns } from '../components/SignIns.tsx';
import classes from './ProfilePage.module.css';

export function ProfilePage() {
  const { t } = useTranslation();
  const me = useMe();
  usePageTitle(t('profile.title'));

  const afterChange = () => {
    notifications.show({ message: t('password.changed') });
    void queryClient.invalidateQueries(trpc.auth.signIns.queryFilter());
  };

  return (
    <div className={classes.page}>
      <PageHeader title={t('profile.title')} purpose={t('profile.purpose')} />
      <Paper>
        <FormSection title={t('profile.about')} help={t('profile.aboutHelp')}>
          <ProfileForm />
        </FormSection>
      </Paper>
      <Paper>
        <FormSection title={t('password.label')} help={t('profile.passwordHelp')}>
          <ChangePasswordForm username={me.username} currentLabel={t('password.current')} onChanged={afterChange} />
        </FormSection>
      </Paper>
      <Paper>
        <FormSection title={t('profile.historyTitle')} help={t('profile.historyTitleHelp')}>
          <HistoryLimit />
        </FormSection>
      </Paper>
      <Paper>
        <FormSection title={t('signIn.title')} help={t('signIn.help')}>
          <SignIns />
        </FormSection>
      </Paper>
    </div>
  );
}
