import { Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';
import { knownTools } from '../known-tools.ts';
import classes from './MachineTools.module.css';
import { ToolCard } from './ToolCard.tsx';

/** Each tool that the machine has or could have. Those that are there come first. */
export function MachineTools({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const admin = useMay()('admin_access');
  const added = useQuery(trpc.acpAgent.list.queryOptions(undefined, { enabled: admin })).data?.items ?? [];
  const tools = knownTools(machine, added);
  const shown = machine.mayManage ? tools : tools.filter(({ installed }) => installed !== null);
  return (
    <>
      {machine.tools.length === 0 && (
        <Text c="dimmed" className={classes.none}>
          {t(machine.mayManage ? 'machine.noToolsInstall' : 'machine.noToolsAdvice')}
        </Text>
      )}
      {shown
        .toSorted((a, b) => Number(b.installed !== null) - Number(a.installed !== null))
        .map((tool) => (
          <ToolCard key={tool.tool} machine={machine} tool={tool} />
        ))}
    </>
  );
}
