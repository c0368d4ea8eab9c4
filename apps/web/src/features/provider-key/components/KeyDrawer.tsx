import { Button, Group, Text } from '@mantine/core';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { IconPlugConnected } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type Ref, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useNow } from '#lib/use-now.ts';
import { Ago } from '#ui/Ago.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { failureWords, pauseLeft } from '../key-health.ts';
import { providerKeysPage } from '../pages.ts';
import { EnabledSwitch } from './EnabledSwitch.tsx';
import { KeyActions } from './KeyActions.tsx';
import { KeyEnding } from './KeyEnding.tsx';
import { KeyForm } from './KeyForm.tsx';
import { KeyHealth } from './KeyHealth.tsx';
import { KeyTestState, useKeyTest } from './KeyTest.tsx';
import { KeyUsage } from './KeyUsage.tsx';
import { TestOutcome } from './TestOutcome.tsx';

/** Its health changes by itself. */
const refetchInterval = 15_000;

export function KeyDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { providerKeyId = '' } = useParams();
  const key = useQuery(trpc.providerKey.get.queryOptions({ providerKeyId }, { refetchInterval }));
  const title = key.data?.name ?? t('providerKey.one');
  usePageTitle(title, t(providerKeysPage.title));
  const close = () => void navigate({ pathname: providerKeysPage.path, search }, { preventScrollReset: true });

  return (
    <RowDrawer title={title} actions={key.data && <KeyActions providerKey={key.data} onDeleted={close} />} onClose={close}>
      <DrawerBody query={key} errorTitle={t('providerKey.oneLoadFailed')}>
        {(data) => (
          // What is typed and tested belongs to one key: another row starts anew.
          <KeyDetails key={data.id} providerKey={data} />
        )}
      </DrawerBody>
    </RowDrawer>
  );
}

function KeyDetails({ providerKey }: { providerKey: ProviderKey }) {
  const test = useKeyTest(providerKey.id);
  const verdict = useRef<HTMLDivElement>(null);
  const run = () => test.mutate({ providerKeyId: providerKey.id });
  const testAgain = () => {
    run();
    verdict.current?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      <KeyFacts providerKey={providerKey} />
      <Health providerKey={providerKey} />
      <KeyUsage providerKeyId={providerKey.id} />
      <Test providerKey={providerKey} test={test} verdict={verdict} onRun={run} />
      <KeyForm providerKey={providerKey} onReplaced={testAgain} />
    </>
  );
}

function KeyFacts({ providerKey }: { providerKey: ProviderKey }) {
  const { t } = useTranslation();
  const { provider, enabled, lastUsedAt, createdAt } = providerKey;
  const facts = [
    { name: t('providerKey.provider'), value: t(`providerKey.provider.${provider}`) },
    { name: t('providerKey.key'), value: <KeyEnding providerKey={providerKey} /> },
    {
      name: t('providerKey.state'),
      value: (
        <Group gap={8}>
          <EnabledSwitch providerKey={providerKey} />
          {enabled ? t('providerKey.on') : t('providerKey.off')}
        </Group>
      ),
    },
    { name: t('providerKey.lastUsed'), value: lastUsedAt ? <Ago phrase date={lastUsedAt} /> : t('providerKey.never') },
    { name: t('providerKey.addedAt'), value: <Ago phrase date={createdAt} /> },
  ];
  return (
    <DrawerSection title={t('providerKey.one')}>
      <Facts facts={facts} />
    </DrawerSection>
  );
}

/** How the calls of late fared with it, in the gateway's own words made readable. */
function Health({ providerKey }: { providerKey: ProviderKey }) {
  const { t } = useTranslation();
  const { lastFailure, failingSince } = providerKey.health;
  const pauses = pauseLeft(providerKey.health, useNow()) > 0;
  const facts = [
    { name: t('providerKey.now'), value: <KeyHealth providerKey={providerKey} /> },
    ...(failingSince ? [{ name: t('providerKey.failingSince'), value: <Ago phrase date={failingSince} /> }] : []),
    {
      name: t('providerKey.lastFailure'),
      value: lastFailure ? (
        <>
          {failureWords(lastFailure.reason, t)} · <Ago phrase date={lastFailure.at} />
        </>
      ) : (
        t('value.none')
      ),
    },
  ];
  return (
    <DrawerSection title={t('providerKey.health')}>
      <Facts facts={facts} />
      {pauses && (
        <Text size="xs" c="dimmed" mt={8}>
          {t('providerKey.coolingHelp')}
        </Text>
      )}
    </DrawerSection>
  );
}

interface TestProps {
  providerKey: ProviderKey;
  test: ReturnType<typeof useKeyTest>;
  verdict: Ref<HTMLDivElement>;
  onRun: () => void;
}

function Test({ providerKey: { test: last }, test, verdict, onRun }: TestProps) {
  const { t } = useTranslation();
  const justTested = test.data || test.isPending || test.isError;
  return (
    <DrawerSection
      title={t('providerKey.test')}
      aside={
        <Button size="xs" variant="default" leftSection={<IconPlugConnected size={14} />} loading={test.isPending} onClick={onRun}>
          {last ? t('providerKey.testAgain') : t('providerKey.testNow')}
        </Button>
      }
    >
      <div ref={verdict}>
        {justTested && <KeyTestState test={test} />}
        {!justTested && <TestOutcome test={last} />}
        {!justTested && last && (
          <Text size="xs" c="dimmed" mt={4}>
            <Ago phrase date={last.at} />
            {last.outcome === 'failed' && `: ${last.message}`}
          </Text>
        )}
      </div>
    </DrawerSection>
  );
}
