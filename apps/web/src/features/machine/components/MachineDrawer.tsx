import { Stack, Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useCollectionStatus } from '#modules/collection/collection-status.ts';
import { SourceList } from '#modules/collection/SourceList.tsx';
import { Presence } from '#modules/machine/Presence.tsx';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { toolName } from '#modules/tool/tools.ts';
import { Ago } from '#ui/Ago.tsx';
import { DrawerBody } from '#ui/DrawerBody.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection, RowDrawer } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { machinesPage } from '../pages.ts';
import { MachineActions } from './MachineActions.tsx';
import { MachineForm, PolicySummary } from './MachineForm.tsx';
import { MachinePeople } from './MachinePeople.tsx';
import { LastSeen } from './machine-columns.tsx';
import { PaidBy } from './PaidBy.tsx';

export function MachineDrawer() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const { machineId = '' } = useParams();
  const machine = useQuery(trpc.machine.get.queryOptions({ machineId }));
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
        {(data) => (
          <>
            <MachineFacts machine={data} />
            <Tools machine={data} />
            {/* A form belongs to one machine: another row starts a new one. */}
            {data.mayManage ? <MachineForm key={data.id} machine={data} /> : <PolicySummary machine={data} />}
            {data.mayManage && <MachinePeople key={data.id} machine={data} onLeft={close} />}
            <Collection machine={data} />
          </>
        )}
      </DrawerBody>
    </RowDrawer>
  );
}

function MachineFacts({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const unknown = <Unknown />;
  const processor = [machine.cpus > 0 && t('machine.cores', { count: machine.cpus }), machine.cpuModel].filter(Boolean).join(', ');
  const facts = [
    { name: t('machine.host'), value: machine.hostname || unknown },
    { name: t('machine.system'), value: [machine.os, machine.arch].filter(Boolean).join(', ') || unknown },
    { name: t('machine.processor'), value: processor || unknown },
    { name: t('machine.memory'), value: machine.memoryBytes > 0 ? format.bytes(machine.memoryBytes) : unknown },
    { name: t('machine.agent'), value: machine.agentVersion || unknown },
    { name: t('machine.home'), value: machine.homeFolder || unknown },
    { name: t('machine.owner'), value: machine.owner.displayName || unknown },
    { name: t('machine.sessions'), value: t('machine.sessionCount', { count: machine.openSessions }) },
    { name: t('machine.lastSeen'), value: <LastSeen machine={machine} /> },
    { name: t('machine.addedAt'), value: <Ago phrase date={machine.createdAt} /> },
  ];
  const notes = [machine.local && t('machine.localHelp'), machine.root && t('machine.rootHelp')].filter((note) => note !== false);
  return (
    <DrawerSection title={t('machine.one')}>
      <Facts facts={facts} />
      {notes.map((note) => (
        <Text key={note} size="xs" c="dimmed" mt={8}>
          {note}
        </Text>
      ))}
    </DrawerSection>
  );
}

function Tools({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const { tools } = machine;
  return (
    <DrawerSection title={t('machine.tools')}>
      {tools.length === 0 && <Text c="dimmed">{t('machine.noToolsAdvice')}</Text>}
      <Stack gap={8}>
        {tools.map(({ tool, version, tested, withheldModes }) => (
          <div key={tool}>
            <ToolLabel tool={tool} detail={version} />
            {!tested && (
              <Text size="xs" c="var(--ace-severity-warning-text)" mt={2}>
                {t('machine.notTestedAdvice')}
              </Text>
            )}
            {withheldModes.map(({ mode, reason }) => (
              <Text key={mode} size="xs" c="dimmed" mt={2}>
                {t(`session.withheld.${reason}`, { mode: t(`session.mode.${mode}`), machine: machine.name, tool: toolName(tool, t) })}
              </Text>
            ))}
          </div>
        ))}
      </Stack>
    </DrawerSection>
  );
}

function Collection({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const status = useCollectionStatus();
  const sources = status.data?.sources.filter((source) => source.machine.id === machine.id);
  if (!sources) return null;
  return (
    <DrawerSection title={t('machine.collection')}>
      {sources.length === 0 ? (
        <Text c="dimmed">{t('machine.nothingCollected')}</Text>
      ) : (
        <SourceList sources={sources} actions={(source) => <PaidBy source={source} />} />
      )}
    </DrawerSection>
  );
}
