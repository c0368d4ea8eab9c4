import { Group, Progress, Text } from '@mantine/core';
import type { CollectionSource } from '@open-ace/contracts/collection';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { Ago } from '#ui/Ago.tsx';
import classes from './SourceList.module.css';
import { type SourceState, sourceState } from './source-state.ts';

interface SourceListProps {
  sources: readonly CollectionSource[];
  /** Left out where all are of one machine. */
  withMachine?: boolean;
  /** What can be done with each, below it. */
  actions?: (source: CollectionSource) => ReactNode;
}

/** How far the history of each tool on each machine is read. */
export function SourceList({ sources, withMachine, actions }: SourceListProps) {
  return (
    <ul className={classes.list}>
      {sources.map((source) => (
        <Source key={`${source.machine.id} ${source.tool}`} source={source} withMachine={withMachine}>
          {actions?.(source)}
        </Source>
      ))}
    </ul>
  );
}

interface SourceProps {
  source: CollectionSource;
  withMachine: boolean | undefined;
  children: ReactNode;
}

function Source({ source, withMachine, children }: SourceProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const state = sourceState(source, useNow());
  const { tool, machine, bytesRead, bytesTotal, badLines, error } = source;
  const share = bytesTotal > 0 ? bytesRead / bytesTotal : 1;
  return (
    <li className={classes.source}>
      <Group justify="space-between" wrap="nowrap" gap={12}>
        <Group gap={6} wrap="nowrap" miw={0}>
          <ToolLabel tool={tool} detail={withMachine ? undefined : source.cliVersion} />
          {withMachine && (
            <Text span c="dimmed" truncate>
              {t('collection.on', { machine: machine.name })}
            </Text>
          )}
        </Group>
        <StateText state={state} source={source} />
      </Group>
      {state !== 'done' && bytesTotal > 0 && (
        <Progress
          value={share * 100}
          my={4}
          color={state === 'failed' ? 'var(--ace-severity-critical)' : undefined}
          aria-label={t('collection.progressOf', { tool: toolName(tool, t), machine: machine.name })}
        />
      )}
      <Text size="xs" c="dimmed" className="tabular">
        {[
          state === 'done'
            ? format.bytes(bytesTotal)
            : t('collection.bytes', { read: format.bytes(bytesRead), total: format.bytes(bytesTotal) }),
          t('collection.files', { count: source.files }),
          t('collection.rows', { count: source.rows }),
        ].join(' · ')}
      </Text>
      {error !== null && (
        <Text size="xs" c="var(--ace-severity-critical-text)" className={classes.trouble}>
          {error}
        </Text>
      )}
      {badLines > 0 && (
        <Text size="xs" c="var(--ace-severity-warning-text)">
          {t('collection.badLines', { count: badLines })}
        </Text>
      )}
      {children}
    </li>
  );
}

function StateText({ state, source }: { state: SourceState; source: CollectionSource }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = (words: ReactNode) => (
    <Text span size="xs" c="dimmed" className={classes.state}>
      {words}
    </Text>
  );
  if (state === 'reading') return text(format.percent(source.bytesTotal > 0 ? source.bytesRead / source.bytesTotal : 1));
  if (state === 'done') return text(source.readAt ? <Ago date={source.readAt} /> : t('collection.upToDate'));
  return text(t(`collection.state.${state}`));
}
