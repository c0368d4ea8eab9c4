import { ActionIcon, Group, Select, Skeleton, Switch, Text, Tooltip } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { IconRefresh } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { CopyIcon } from '#ui/CopyIcon.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { LogLines } from './LogLines.tsx';
import classes from './MachineLog.module.css';

const lengths = [200, 500, 2000] as const;
const followMs = 3_000;

/** The end of the agent's own log, asked for from the machine itself. */
export function MachineLog({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const [count, setCount] = useState<number>(lengths[0]);
  const [following, setFollowing] = useState(false);
  const offline = machine.status === 'offline';
  const log = useQuery(
    trpc.machine.log.queryOptions(
      { machineId: machine.id, lines: count },
      {
        enabled: !offline,
        staleTime: 0,
        gcTime: 0,
        retry: false,
        placeholderData: keepPreviousData,
        // One that failed is not asked again and again: the machine may be away.
        refetchInterval: ({ state }) => following && state.status !== 'error' && followMs,
      },
    ),
  );
  const lines = log.data?.lines;

  if (offline && !lines) return <Text className={classes.note}>{t('machine.logOffline', { machine: machine.name })}</Text>;
  return (
    <div className={classes.log}>
      <Group gap={8} wrap="nowrap" className={classes.bar}>
        <Select
          size="xs"
          w={128}
          aria-label={t('machine.logLength')}
          data={lengths.map((length) => ({ value: String(length), label: t('machine.logLines', { count: length }) }))}
          value={String(count)}
          onChange={(chosen) => setCount(Number(chosen))}
        />
        <Switch
          size="xs"
          classNames={{ body: classes.follow }}
          label={t('machine.logFollow')}
          checked={following}
          disabled={offline}
          onChange={(event) => setFollowing(event.currentTarget.checked)}
        />
        <Group gap={4} ml="auto" wrap="nowrap">
          {lines && <CopyIcon value={lines.join('\n')} label={t('machine.logCopy')} />}
          <Tooltip label={t('machine.logRefresh')}>
            <ActionIcon
              size="sm"
              aria-label={t('machine.logRefresh')}
              disabled={offline}
              loading={log.isFetching && !following}
              onClick={() => void log.refetch()}
            >
              <IconRefresh size={14} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      {log.error && <ErrorState title={t('machine.logFailed')} error={log.error} onRetry={() => void log.refetch()} />}
      {!log.error && !lines && <Skeleton m={16} h={200} w="auto" />}
      {!log.error && lines?.length === 0 && <Text className={classes.note}>{t('machine.logEmpty')}</Text>}
      {!log.error && lines && lines.length > 0 && <LogLines lines={lines} label={t('machine.logOf', { machine: machine.name })} />}
    </div>
  );
}
