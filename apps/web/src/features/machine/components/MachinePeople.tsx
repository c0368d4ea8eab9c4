import { Button, Skeleton, Stack, Text } from '@mantine/core';
import type { Machine } from '@open-ace/contracts/machine';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { FormError } from '#ui/FormError.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { AddPerson } from './AddPerson.tsx';
import classes from './MachinePeople.module.css';
import { MemberRow } from './MemberRow.tsx';

interface MachinePeopleProps {
  machine: Machine;
  /** The viewer took their own right away. */
  onLeft: () => void;
}

/** Who may work on a machine. Every choice counts at once, so this stands outside the form. */
export function MachinePeople({ machine, onLeft }: MachinePeopleProps) {
  const { t } = useTranslation();
  const members = useQuery(trpc.machine.members.queryOptions({ machineId: machine.id }, { staleTime: 0 }));
  const items = members.data?.items ?? [];
  return (
    <DrawerSection title={t('machine.people')} aside={<AddPerson machine={machine} />}>
      <ul className={classes.people}>
        <Owner machine={machine} />
        {items.map((member) => (
          <MemberRow key={member.user.id} machine={machine} member={member} onLeft={onLeft} />
        ))}
        {members.isPending && <Skeleton component="li" h={28} aria-label={t('value.loading')} />}
      </ul>
      {members.isError && (
        <Stack gap={8} mt={8} align="flex-start">
          <FormError error={members.error} />
          <Button variant="default" leftSection={<IconRefresh size={15} />} onClick={() => void members.refetch()}>
            {t('action.tryAgain')}
          </Button>
        </Stack>
      )}
      {members.isSuccess && items.length === 0 && (
        <Text c="dimmed" mt={6}>
          {t('machine.notShared')}
        </Text>
      )}
      {items.length > 0 && (
        <Text size="xs" c="dimmed" mt={10}>
          {t('machine.rightsHelp')}
        </Text>
      )}
      <Text size="xs" c="dimmed" mt={6}>
        {t('machine.sharingHelp')}
      </Text>
    </DrawerSection>
  );
}

function Owner({ machine: { owner } }: { machine: Machine }) {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <li className={classes.person}>
      <PersonAvatar name={owner.displayName} own={owner.id === me.id} />
      <Text truncate className={classes.name}>
        {owner.displayName}
      </Text>
      <Text size="xs" c="dimmed" className={classes.owner}>
        {t('machine.owner')}
      </Text>
    </li>
  );
}
