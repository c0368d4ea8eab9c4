import { Tabs } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { Presence } from '#modules/machine/Presence.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { RowDrawer } from '#ui/RowDrawer.tsx';
import { type MachinePart, partOf, partsFor } from '../machine-parts.ts';
import { drawerPath, machinesPage } from '../pages.ts';
import { vitalsRefreshMs } from '../vitals.ts';
import { MachineActions } from './MachineActions.tsx';
import { MachineCredential } from './MachineCredential.tsx';
import { MachineDefaults } from './MachineDefaults.tsx';
import classes from './MachineDrawer.module.css';
import { MachineLog } from './MachineLog.tsx';
import { MachineOverview } from './MachineOverview.tsx';
import { MachinePeople } from './MachinePeople.tsx';
import { MachineSessions } from './MachineSessions.tsx';
import { MachineTools } from './MachineTools.tsx';

export function MachineDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { machineId = '' } = useParams();
  const machine = useQuery(trpc.machine.get.queryOptions({ machineId }, { refetchInterval: vitalsRefreshMs }));
  const title = machine.data?.name ?? t('machine.one');
  usePageTitle(title, t(machinesPage.title));
  const close = () => void navigate({ pathname: machinesPage.path, search }, { preventScrollReset: true });

  return (
    <RowDrawer
      title={title}
      status={machine.data && <Presence status={machine.data.status} />}
      actions={machine.data && <MachineActions machine={machine.data} onRemoved={close} />}
      onClose={close}
    >
      <DrawerBody query={machine} errorTitle={t('machine.oneLoadFailed')}>
        {/* Forms and logs belong to one machine: another row starts new ones. */}
        {(data) => <MachineTabs key={data.id} machine={data} onLeft={close} />}
      </DrawerBody>
    </RowDrawer>
  );
}

/** The parts of a machine, each with an address: a tab can be sent to a colleague, and stays while one goes from row to row. */
function MachineTabs({ machine, onLeft }: { machine: Machine; onLeft: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const part = partOf(machine, useParams().part);
  const tabs = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where not all tabs fit, the chosen one is brought into sight
  useEffect(() => {
    tabs.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [part]);
  const show = (chosen: string | null) => {
    const pathname = drawerPath(machine.id, chosen === 'overview' ? undefined : (chosen ?? undefined));
    void navigate({ pathname, search }, { replace: true, preventScrollReset: true });
  };
  return (
    <Tabs value={part} onChange={show} keepMounted={false} activateTabWithKeyboard={false}>
      <Tabs.List ref={tabs} className={classes.tabs} aria-label={machine.name}>
        {partsFor(machine).map((each) => (
          <Tabs.Tab key={each} value={each} className={classes.tab}>
            {t(`machine.part.${each}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={part}>
        <Part part={part} machine={machine} onLeft={onLeft} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Part({ part, machine, onLeft }: { part: MachinePart; machine: Machine; onLeft: () => void }) {
  switch (part) {
    case 'overview':
      return <MachineOverview machine={machine} />;
    case 'tools':
      return <MachineTools machine={machine} />;
    case 'defaults':
      return <MachineDefaults machine={machine} />;
    case 'sessions':
      return <MachineSessions machine={machine} />;
    case 'people':
      return <MachinePeople machine={machine} onLeft={onLeft} />;
    case 'log':
      return <MachineLog machine={machine} />;
    case 'credential':
      return <MachineCredential machine={machine} />;
  }
}
