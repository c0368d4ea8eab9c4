import { Button, Group, List, Loader, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import type { Machine, Registration } from '@open-ace/contracts/machine';
import { IconCircleCheckFilled } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useLocation, useNavigate } from 'react-router';
import { usePageTitle } from '#lib/page-title.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useMay, useMe } from '#modules/me/me.ts';
import { ToolLabel } from '#modules/tool/ToolMark.tsx';
import { FormError } from '#ui/FormError.tsx';
import modal from '#ui/ModalForm.module.css';
import { everyMachine } from '../every-machine.ts';
import { machinesPage } from '../pages.ts';
import { useTimeLeft } from '../use-time-left.ts';
import classes from './AddMachineDialog.module.css';
import { CommandBlock } from './CommandBlock.tsx';

/** A command of one's own, and who was there before it was made: whoever is new then came by it. */
interface Offer {
  registration: Registration;
  known: ReadonlySet<string>;
}

/** What is about to happen, then the command, then the machine itself, which is noticed without anybody's doing. */
export function AddMachineDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const admin = useMay()('admin_access');
  const me = useMe();
  const [offer, setOffer] = useState<Offer | null>(null);
  usePageTitle(t('machine.add'), t(machinesPage.title));
  const machines = useQuery({ ...everyMachine, enabled: admin });
  const create = useMutation(
    trpc.machine.createRegistration.mutationOptions({
      // The token is shown here alone; nothing else keeps it.
      gcTime: 0,
      onSuccess: (registration) => setOffer({ registration, known: new Set(machines.data?.map(({ id }) => id)) }),
    }),
  );
  const added = offer && machines.data?.find(({ id, owner }) => !offer.known.has(id) && owner.id === me.id);
  const close = () => {
    if (added) void queryClient.invalidateQueries(trpc.machine.list.pathFilter());
    void navigate({ pathname: machinesPage.path, search }, { preventScrollReset: true });
  };
  if (!admin) return <Navigate to={{ pathname: machinesPage.path, search }} replace />;

  return (
    <Modal
      opened
      size={560}
      title={added ? t('machine.added', { name: added.name }) : t('machine.add')}
      closeOnClickOutside={!offer}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={close}
    >
      {added && <Added machine={added} onClose={close} onAnother={() => setOffer(null)} />}
      {!added && offer && (
        <Waiting registration={offer.registration} renewing={create.isPending} onRenew={() => create.mutate(undefined)} onClose={close} />
      )}
      {!added && !offer && (
        <>
          <Text>{t('machine.addIntro')}</Text>
          <List size="sm" mt={12} spacing={4}>
            <List.Item>{t('machine.addOwner')}</List.Item>
            <List.Item>{t('machine.addHistory')}</List.Item>
            <List.Item>{t('machine.addOutbound')}</List.Item>
          </List>
          <FormError error={create.error ?? machines.error} />
        </>
      )}
      {!offer && (
        <Group gap={8} className={modal.footer}>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button data-autofocus disabled={!machines.data} loading={create.isPending} onClick={() => create.mutate(undefined)}>
            {t('machine.makeCommand')}
          </Button>
        </Group>
      )}
    </Modal>
  );
}

/** The systems that there is a line for, by their own names. */
const systems = [
  { value: 'linux', label: 'Linux' },
  { value: 'macos', label: 'macOS' },
  { value: 'windows', label: 'Windows' },
] as const;
type System = (typeof systems)[number]['value'];

interface WaitingProps {
  registration: Registration;
  renewing: boolean;
  onRenew: () => void;
  onClose: () => void;
}

function Waiting({ registration: { commands, expiresAt }, renewing, onRenew, onClose }: WaitingProps) {
  const { t } = useTranslation();
  const [system, setSystem] = useState<System>('linux');
  const command = commands[system];
  const left = useTimeLeft(expiresAt);
  return (
    <>
      <Stack gap={16}>
        <SegmentedControl aria-label={t('machine.commandFor')} data={[...systems]} value={system} onChange={setSystem} />
        <CommandBlock
          label={t(system === 'windows' ? 'machine.commandWindows' : 'machine.command')}
          command={command}
          spent={left === null}
        />
        {left === null ? (
          <Text role="status" c="var(--ace-severity-warning-text)">
            {t('machine.expired')}
          </Text>
        ) : (
          <>
            <Text size="xs" c="dimmed">
              {t('machine.commandNote')}
              {system === 'windows' && ` ${t('machine.windowsUntested')}`}
            </Text>
            {reachesThisMachineOnly(command) && (
              <Text size="xs" c="var(--ace-severity-warning-text)">
                {t('machine.localAddress')}
              </Text>
            )}
            <Group gap={10} className={classes.waiting} wrap="nowrap">
              <Loader size={16} aria-hidden />
              <Text span role="status">
                {t('machine.waiting')}
              </Text>
              <Text span size="xs" c="dimmed" ml="auto" className="tabular">
                {t('machine.expiresIn', { time: left })}
              </Text>
            </Group>
          </>
        )}
      </Stack>
      <Group gap={8} className={modal.footer}>
        <Button variant="default" onClick={onClose}>
          {t('action.close')}
        </Button>
        {left === null && (
          <Button loading={renewing} onClick={onRenew}>
            {t('machine.makeNewCommand')}
          </Button>
        )}
      </Group>
    </>
  );
}

/** Whether the server names itself by an address that no other machine can follow. */
function reachesThisMachineOnly(command: string): boolean {
  return /https?:\/\/(localhost|127\.|\[::1\])/.test(command);
}

function Added({ machine, onClose, onAnother }: { machine: Machine; onClose: () => void; onAnother: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <div role="status">
        <Group gap={8} wrap="nowrap" className={classes.added}>
          <IconCircleCheckFilled size={16} className={classes.check} aria-hidden />
          <Text span>{t('machine.addedNote', { name: machine.name, system: machine.os })}</Text>
        </Group>
        <Group gap={16} mt={12}>
          {machine.tools.map(({ tool, version }) => (
            <ToolLabel key={tool} tool={tool} detail={version} />
          ))}
          {machine.tools.length === 0 && <Text c="dimmed">{t('machine.noToolsAdvice')}</Text>}
        </Group>
      </div>
      <Group gap={8} className={modal.footer}>
        <Button variant="default" onClick={onAnother}>
          {t('machine.addAnother')}
        </Button>
        <Button data-autofocus component={Link} to={`${machinesPage.path}/${machine.id}`} onClick={onClose}>
          {t('machine.show')}
        </Button>
      </Group>
    </>
  );
}
