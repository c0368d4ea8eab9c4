import { Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useCollectionStatus } from '#modules/collection/collection-status.ts';
import { SourceList } from '#modules/collection/SourceList.tsx';
import { Ago } from '#ui/Ago.tsx';
import { Facts } from '#ui/Facts.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { Unknown } from '#ui/Unknown.tsx';
import { MachineForm, PolicySummary } from './MachineForm.tsx';
import { MachineVitals } from './MachineVitals.tsx';
import { LastSeen } from './machine-columns.tsx';
import { PaidBy } from './PaidBy.tsx';

/** What a machine is, how it fares, and what is read there. */
export function MachineOverview({ machine }: { machine: Machine }) {
  return (
    <>
      <MachineVitals machine={machine} />
      <MachineFacts machine={machine} />
      {machine.mayManage ? <MachineForm machine={machine} /> : <PolicySummary machine={machine} />}
      <Collection machine={machine} />
    </>
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
        <SourceList sources={sources} actions={(source) => (machine.mayManage ? <PaidBy source={source} /> : null)} />
      )}
    </DrawerSection>
  );
}
