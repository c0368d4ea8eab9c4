import { Button, EmptyState, Skeleton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconMessage2, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { phone } from '#ui/breakpoints.ts';
import { Centre } from '../components/Centre.tsx';
import { NoKey } from '../components/NoKey.tsx';
import { NoMachine } from '../components/NoMachine.tsx';
import { OwnClients } from '../components/OwnClients.tsx';
import { SessionList } from '../components/SessionList.tsx';
import { newSessionPage } from '../pages.ts';
import { useMachines } from '../use-machines.ts';
import { useProviderKeys } from '../use-provider-keys.ts';
import { useSessions } from '../use-sessions.ts';

/** No session is open. */
export function WorkPage() {
  const { t } = useTranslation();
  usePageTitle(t('work.title'));
  return (
    <Centre scrolls>
      <h1 className="visuallyHidden">{t('work.title')}</h1>
      <Start />
    </Centre>
  );
}

function Start() {
  const { t } = useTranslation();
  const { sessions, isPending } = useSessions();
  const machines = useMachines();
  const keys = useProviderKeys();
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  if (isPending || machines.isPending) return <Skeleton m="auto" h={12} w={220} />;
  const none = sessions.length === 0;
  if (isPhone && !none) return <SessionList />;
  if (none && machines.data?.items.length === 0) return <NoMachine />;
  if (none && keys?.length === 0) return <NoKey />;
  return (
    <EmptyState
      m="auto"
      px={16}
      size="sm"
      icon={<IconMessage2 size={30} stroke={1.5} />}
      title={none ? t('work.empty') : t('work.noneOpen')}
      description={none ? t('work.emptyAdvice') : t('work.noneOpenAdvice')}
    >
      <EmptyState.Actions>
        <Button component={Link} to={newSessionPage.path} variant={none ? 'filled' : 'default'} leftSection={<IconPlus size={15} />}>
          {t('session.new')}
        </Button>
      </EmptyState.Actions>
      {none && <OwnClients />}
    </EmptyState>
  );
}
