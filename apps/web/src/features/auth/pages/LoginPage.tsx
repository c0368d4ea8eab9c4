import { Paper, Text, Title } from '@mantine/core';
import type { Me } from '@open-ace/contracts/auth';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { safeNextPath } from '#lib/next-path.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { EntryFrame } from '#modules/entry/EntryFrame.tsx';
import { LoginForm } from '../components/LoginForm.tsx';
import classes from './EntryPages.module.css';

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const next = safeNextPath(params.get('next'), location.origin);
  const setup = useQuery(trpc.auth.setupState.queryOptions());
  const me = useQuery(trpc.auth.me.queryOptions());
  usePageTitle(t('login.title'));

  if (me.data && !me.error) return <Navigate to={next} replace />;

  const enter = (signedIn: Me) => {
    queryClient.setQueryData(trpc.auth.me.queryKey(), signedIn);
    void navigate(next, { replace: true });
  };

  return (
    <EntryFrame facts={[location.host, setup.data && `Open ACE ${setup.data.version}`].filter(Boolean).join(' · ')}>
      <div className={classes.narrow}>
        <Title order={1}>{t('login.title')}</Title>
        <Text c="dimmed" mb={20}>
          {t('login.purpose')}
        </Text>
        {setup.data?.needed ? (
          <Paper className={classes.card}>
            <Title order={2} mb={4}>
              {t('setup.waiting')}
            </Title>
            <Text c="dimmed">{t('setup.waitingAdvice')}</Text>
          </Paper>
        ) : (
          <>
            <Paper className={classes.card}>
              <LoginForm onSignedIn={enter} />
            </Paper>
            <Text c="dimmed" ta="center" mt={16}>
              {t('login.noAccount')}
            </Text>
          </>
        )}
      </div>
    </EntryFrame>
  );
}
