import { Group, Loader, Text } from '@mantine/core';
import type { ProviderKeyTest } from '@open-ace/contracts/provider-key';
import { IconAlertTriangleFilled, IconCircleCheckFilled } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { FormError } from '#ui/FormError.tsx';
import { reloadKey } from '../store-key.ts';
import classes from './KeyTest.module.css';

/** Asks the provider whether it takes the key, which takes up to ten seconds. */
export function useKeyTest(providerKeyId: string) {
  return useMutation(trpc.providerKey.test.mutationOptions({ onSettled: () => reloadKey(providerKeyId) }));
}

/** The test as it runs, and how it ended. The server's reason is in English; what it means is said in the viewer's language. */
export function KeyTestState({ test }: { test: ReturnType<typeof useKeyTest> }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      {test.isPending && (
        <Group gap={10} wrap="nowrap" className={classes.state}>
          <Loader size={16} aria-hidden />
          <Text span>{t('providerKey.asking')}</Text>
        </Group>
      )}
      {test.data && !test.isPending && <Result result={test.data} />}
      {!test.isPending && <FormError error={test.error} />}
    </div>
  );
}

function Result({ result }: { result: ProviderKeyTest }) {
  const { t } = useTranslation();
  const Icon = result.outcome === 'ok' ? IconCircleCheckFilled : IconAlertTriangleFilled;
  return (
    <Group gap={10} wrap="nowrap" align="flex-start" className={classes.state} data-outcome={result.outcome}>
      <Icon size={16} className={classes.icon} aria-hidden />
      <div>
        <Text>{result.outcome === 'ok' ? t('providerKey.works', { milliseconds: result.latencyMs }) : t('providerKey.testFailed')}</Text>
        {result.outcome === 'failed' && (
          <Text size="xs" c="dimmed" mt={2}>
            {result.message}
          </Text>
        )}
      </div>
    </Group>
  );
}
