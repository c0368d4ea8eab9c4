import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Navigate, useLocation, useNavigate } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useMay } from '#modules/me/me.ts';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { RowDrawer } from '#ui/RowDrawer.tsx';
import { knownTools } from '../known-tools.ts';
import { machinesPage } from '../pages.ts';
import { holdingOf } from '../tool-defaults.ts';
import { DefaultCard } from './DefaultCard.tsx';
import classes from './MachineTools.module.css';

/** What sessions begin with on every machine that has nothing of its own. */
export function EveryDefaultDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const admin = useMay()('admin_access');
  const defaults = useQuery(trpc.machine.toolDefaults.queryOptions({ machineId: null }, { enabled: admin }));
  const added = useQuery(trpc.acpAgent.list.queryOptions(undefined, { enabled: admin })).data?.items ?? [];
  usePageTitle(t('machine.everyDefault'), t(machinesPage.title));
  const list = { pathname: machinesPage.path, search };
  if (!admin) return <Navigate to={list} replace />;
  return (
    <RowDrawer title={t('machine.everyDefault')} onClose={() => void navigate(list, { preventScrollReset: true })}>
      <Text size="xs" c="dimmed" className={classes.none}>
        {t('machine.everyDefaultHelp')}
      </Text>
      <DrawerBody query={defaults} errorTitle={t('machine.defaultsFailed')}>
        {({ items }) =>
          knownTools({ tools: [] }, added).map((tool) => (
            <DefaultCard key={tool.tool} tool={tool} machine={null} holding={holdingOf(tool.tool, [], items)} replaced={null} mayChange />
          ))
        }
      </DrawerBody>
    </RowDrawer>
  );
}
