import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { CommandProgress, Machine } from '@open-ace/contracts/machine';
import { IconAlertCircle, IconCircleCheckFilled, IconClock, IconKeyOff, IconRefresh } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { FormError } from '#ui/FormError.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import classes from './MachineCredential.module.css';

/** What the machine's agent signs in with. Nobody sees it: it goes from the server to the agent alone. */
export function MachineCredential({ machine }: { machine: Machine }) {
  return (
    <>
      <RotateCredential machine={machine} />
      <RevokeCredential machine={machine} />
    </>
  );
}

function RotateCredential({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const rotate = useMutation(trpc.machine.rotateCredential.mutationOptions());
  const names = { machine: machine.name };
  return (
    <DrawerSection title={t('machine.rotate')}>
      <Stack gap={12} align="flex-start">
        <Text>{t('machine.rotateHelp', names)}</Text>
        <Button
          variant="default"
          leftSection={<IconRefresh size={15} />}
          loading={rotate.isPending}
          onClick={() => rotate.mutate({ machineId: machine.id })}
        >
          {t('machine.rotateNow')}
        </Button>
        {rotate.data && <Rotation machine={machine} commandId={rotate.data.commandId} />}
        <FormError error={rotate.error} />
      </Stack>
    </DrawerSection>
  );
}

/** How far a change is: nothing but the agent's coming with the new credential ends the old one. */
function Rotation({ machine, commandId }: { machine: Machine; commandId: string }) {
  const { t } = useTranslation();
  const { data } = useSubscription(trpc.machine.followCommand.subscriptionOptions({ machineId: machine.id, commandId }));
  const { words, icon } = rotationOf(data?.data ?? null, machine);
  return (
    <Group gap={8} wrap="nowrap" align="flex-start" role="status">
      {icon}
      <Text span>{t(words, { machine: machine.name, error: data?.data.error ?? '' })}</Text>
    </Group>
  );
}

function rotationOf(progress: CommandProgress | null, { status }: Machine) {
  switch (progress?.status) {
    case 'done':
      return { words: 'machine.rotated', icon: <IconCircleCheckFilled size={16} className={classes.done} aria-hidden /> } as const;
    case 'failed':
    case 'unknown':
    case 'expired':
      return { words: 'machine.rotateFailed', icon: <IconAlertCircle size={16} className={classes.failed} aria-hidden /> } as const;
    default: {
      const words = status === 'offline' ? 'machine.rotateQueued' : 'machine.rotateAsked';
      return { words, icon: <IconClock size={16} className={classes.waiting} aria-hidden /> } as const;
    }
  }
}

function RevokeCredential({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const [confirming, setConfirming] = useState(false);
  const names = { machine: machine.name };
  const revoke = useMutation(
    trpc.machine.revokeCredential.mutationOptions({
      onSuccess: () => {
        setConfirming(false);
        notifications.show({ message: t('machine.revoked', names) });
        void queryClient.invalidateQueries(trpc.machine.get.queryFilter({ machineId: machine.id }));
        void queryClient.invalidateQueries(trpc.machine.list.pathFilter());
      },
    }),
  );
  return (
    <DrawerSection title={t('machine.revoke')}>
      <Stack gap={12} align="flex-start">
        <Text>{t('machine.revokeHelp', names)}</Text>
        <Button
          variant="default"
          c="var(--ace-severity-critical-text)"
          leftSection={<IconKeyOff size={15} />}
          onClick={() => setConfirming(true)}
        >
          {t('machine.revokeNow')}
        </Button>
      </Stack>
      {confirming && (
        <ConfirmDialog
          destructive
          title={t('machine.revokeTitle', names)}
          confirmLabel={t('machine.revokeNow')}
          pending={revoke.isPending}
          error={revoke.error}
          onConfirm={() => revoke.mutate({ machineId: machine.id })}
          onClose={() => setConfirming(false)}
        >
          <Stack gap={8}>
            <span>{t('machine.revokeEffect', names)}</span>
            <span>{t(machine.local ? 'machine.revokeBackLocal' : 'machine.revokeBack', names)}</span>
          </Stack>
        </ConfirmDialog>
      )}
    </DrawerSection>
  );
}
