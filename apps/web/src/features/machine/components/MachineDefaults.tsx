import { Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { knownTools } from '../known-tools.ts';
import { holdingOf } from '../tool-defaults.ts';
import { DefaultCard } from './DefaultCard.tsx';
import classes from './MachineTools.module.css';

/** What sessions on a machine begin with where nobody says otherwise. */
export function MachineDefaults({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const own = useQuery(trpc.machine.toolDefaults.queryOptions({ machineId: machine.id }));
  const everywhere = useQuery(trpc.machine.toolDefaults.queryOptions({ machineId: null }));
  const both = own.data && everywhere.data && { own: own.data.items, everywhere: everywhere.data.items };
  const query = { data: both, error: own.error ?? everywhere.error, refetch: () => Promise.all([own.refetch(), everywhere.refetch()]) };
  return (
    <>
      <Text size="xs" c="dimmed" className={classes.none}>
        {t('machine.defaultsHelp')}
      </Text>
      <DrawerBody query={query} errorTitle={t('machine.defaultsFailed')}>
        {(defaults) =>
          knownTools(machine, [])
            .filter(({ tool, installed }) => installed !== null || holdingOf(tool, defaults.own, defaults.everywhere) !== null)
            .map((tool) => (
              <DefaultCard
                key={tool.tool}
                tool={tool}
                machine={machine}
                holding={holdingOf(tool.tool, defaults.own, defaults.everywhere)}
                replaced={holdingOf(tool.tool, [], defaults.everywhere)?.value ?? null}
                mayChange={machine.mayManage}
              />
            ))
        }
      </DrawerBody>
    </>
  );
}
