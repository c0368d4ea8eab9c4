import { Group, Text } from '@mantine/core';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import type { TFunction } from 'i18next';
import { Ago } from '#ui/Ago.tsx';
import type { Column } from '#ui/DataTable.tsx';
import { EnabledSwitch } from './EnabledSwitch.tsx';
import { KeyEnding } from './KeyEnding.tsx';
import { KeyHealth } from './KeyHealth.tsx';
import { TestOutcome } from './TestOutcome.tsx';

export function keyColumns(t: TFunction): Column<ProviderKey>[] {
  return [
    {
      key: 'name',
      header: t('providerKey.name'),
      onPhone: 'title',
      cell: (key) => (
        <Text span inherit fw={500}>
          {key.name}
        </Text>
      ),
    },
    {
      key: 'provider',
      header: t('providerKey.provider'),
      width: '9.5rem',
      onPhone: 'detail',
      cell: (key) => t(`providerKey.provider.${key.provider}`),
    },
    { key: 'key', header: t('providerKey.key'), width: '5.5rem', onPhone: 'detail', cell: (key) => <KeyEnding providerKey={key} /> },
    {
      key: 'baseUrl',
      header: t('providerKey.baseUrl'),
      hideBelow: 64,
      cell: (key) => (
        <Text span inherit c="dimmed" truncate title={key.baseUrl}>
          {key.baseUrl}
        </Text>
      ),
    },
    {
      key: 'health',
      header: t('providerKey.health'),
      width: '11.5rem',
      onPhone: 'detail',
      cell: (key) => <KeyHealth providerKey={key} />,
    },
    {
      key: 'test',
      header: t('providerKey.test'),
      width: '7.5rem',
      hideBelow: 52,
      cell: (key) => <TestOutcome test={key.test} />,
    },
    {
      key: 'priority',
      header: t('providerKey.priority'),
      width: '5rem',
      align: 'end',
      hideBelow: 40,
      cell: (key) => <span className="tabular">{key.priority}</span>,
    },
    {
      key: 'enabled',
      header: t('providerKey.on'),
      width: '4.5rem',
      onPhone: 'end',
      cell: (key) => (
        <Group>
          <EnabledSwitch providerKey={key} />
        </Group>
      ),
    },
    {
      key: 'lastUsed',
      header: t('providerKey.lastUsed'),
      width: '7.5rem',
      align: 'end',
      hideBelow: 52,
      cell: (key) =>
        key.lastUsedAt ? (
          <Ago date={key.lastUsedAt} />
        ) : (
          <Text span inherit c="dimmed">
            {t('providerKey.never')}
          </Text>
        ),
    },
  ];
}
