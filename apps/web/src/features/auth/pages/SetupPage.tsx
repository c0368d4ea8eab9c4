import { Button, Loader, Paper, Text, Title } from '@mantine/core';
import { skipToken, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { hasReason, readFailure } from '#lib/errors.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { EntryFrame } from '#modules/entry/EntryFrame.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { FirstAdminForm } from '../components/FirstAdminForm.tsx';
import classes from './EntryPages.module.css';

/** The page behind the one-time link that the server prints at its first start. */
export function SetupPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const [params] = useSearchParams();
  const token = params.get('token');
  const state = useQuery(trpc.auth.setupState.queryOptions());
  const check = useQuery(trpc.auth.checkSetup.queryOptions(token ? { token } : skipToken));
  usePageTitle(t('setup.title'));

  const validFor = check.data && Date.parse(check.data.validUntil) - now;
  const facts = [
    state.data && `Open ACE ${state.data.version}`,
    validFor !== undefined && t('setup.validFor', { time: format.duration(Math.max(validFor, 0)) }),
  ];

  function content(): ReactNode {
    if (hasReason(check.error, 'already_set_up') || state.data?.needed === false) return <AlreadySetUp />;
    if (!token) return <Notice title={t('setup.waiting')} advice={t('setup.waitingAdvice')} />;
    if (check.data) return <FirstAdminForm token={token} />;
    if (!check.error) return <Loader size="sm" />;
    if (readFailure(check.error).kind === 'refused') return <Notice title={t('setup.deadLink')} advice={t('setup.deadLinkAdvice')} />;
    return <ErrorState title={t('setup.notChecked')} error={check.error} onRetry={() => void check.refetch()} />;
  }

  return (
    <EntryFrame facts={facts.filter(Boolean).join(' · ')}>
      <div className={classes.medium}>
        <Title order={1}>{t('setup.title')}</Title>
        <Text c="dimmed" mb={20}>
          {t('setup.purpose')}
        </Text>
        <Paper className={classes.card}>{content()}</Paper>
      </div>
    </EntryFrame>
  );
}

function Notice({ title, advice, children }: { title: string; advice: string; children?: ReactNode }) {
  return (
    <div role="status">
      <Title order={2} mb={4}>
        {title}
      </Title>
      <Text c="dimmed">{advice}</Text>
      {children}
    </div>
  );
}

function AlreadySetUp() {
  const { t } = useTranslation();
  const me = useQuery(trpc.auth.me.queryOptions());
  if (me.isPending) return <Loader size="sm" />;
  if (me.data && !me.error) {
    return (
      <Notice title={t('setup.done')} advice={t('me.signedInAs', { name: me.data.displayName })}>
        <Button component={Link} to="/work" mt={16}>
          {t('setup.toWork')}
        </Button>
      </Notice>
    );
  }
  return (
    <Notice title={t('setup.done')} advice={t('setup.doneAdvice')}>
      <Button component={Link} to="/login" mt={16}>
        {t('login.title')}
      </Button>
    </Notice>
  );
}
