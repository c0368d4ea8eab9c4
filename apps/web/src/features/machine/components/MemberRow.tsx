import { ActionIcon, Select, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type Machine, type MachineMember, MachineRole } from '@open-ace/contracts/machine';
import { IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { PersonAvatar } from '#modules/person/PersonAvatar.tsx';
import { refreshPeople } from '../refresh-people.ts';
import classes from './MachinePeople.module.css';
import { RemovePersonDialog } from './RemovePersonDialog.tsx';

interface MemberRowProps {
  machine: Machine;
  member: MachineMember;
  onLeft: () => void;
}

/** A person and their right. What was chosen is shown while it is being saved. */
export function MemberRow({ machine, member: { user, role }, onLeft }: MemberRowProps) {
  const { t } = useTranslation();
  const me = useMe();
  const [removing, setRemoving] = useState(false);
  const set = useMutation(
    trpc.machine.setMember.mutationOptions({
      onSuccess: () => refreshPeople(machine.id),
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  const shown = set.isPending ? set.variables.role : role;
  const change = (chosen: string | null) => {
    const wanted = MachineRole.parse(chosen);
    if (wanted !== shown) set.mutate({ machineId: machine.id, userId: user.id, role: wanted });
  };

  return (
    <li className={classes.person}>
      <PersonAvatar name={user.displayName} own={user.id === me.id} />
      <Text truncate className={classes.name}>
        {user.displayName}
      </Text>
      <Select
        size="xs"
        className={classes.right}
        aria-label={t('machine.rightOf', { name: user.displayName })}
        data={MachineRole.options.map((each) => ({ value: each, label: t(`machine.right.${each}`) }))}
        value={shown}
        readOnly={set.isPending}
        onChange={change}
      />
      <ActionIcon aria-label={t('machine.removePerson', { name: user.displayName })} onClick={() => setRemoving(true)}>
        <IconX size={15} />
      </ActionIcon>
      {removing && <RemovePersonDialog machine={machine} user={user} onLeft={onLeft} onClose={() => setRemoving(false)} />}
    </li>
  );
}
