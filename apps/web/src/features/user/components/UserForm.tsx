import { Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { Line } from '@open-ace/contracts/common';
import { Role } from '@open-ace/contracts/permissions';
import type { User } from '@open-ace/contracts/user';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { showFieldErrors } from '#lib/errors.ts';
import { emptyOr, obeys, startFrom } from '#lib/forms.ts';
import { trpc } from '#lib/trpc.ts';
import { DrawerForm } from '#ui/DrawerForm.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { storeUser } from '../store-user.ts';
import { useAssignableRoles, useRank } from '../use-rank.ts';
import { GrantsField } from './GrantsField.tsx';

const valuesOf = (user: User) => ({
  displayName: user.displayName,
  email: user.email ?? '',
  role: user.role,
  grants: [...user.grants].sort(),
});

export function UserForm({ user }: { user: User }) {
  const { t } = useTranslation();
  const rank = useRank(user);
  const roles = useAssignableRoles();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({
    initialValues: valuesOf(user),
    validate: {
      displayName: obeys(Line(120), t('form.lineRule')),
      email: emptyOr(z.email().max(254), t('form.emailRule')),
    },
  });

  const update = useMutation(
    trpc.user.update.mutationOptions({
      onSuccess: (saved) => {
        startFrom(form, valuesOf(saved));
        setRefusal(null);
        storeUser(saved);
        notifications.show({ message: t('user.saved', { name: saved.displayName }) });
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );

  const submit = form.onSubmit(({ displayName, email, role, grants }) =>
    update.mutate({
      userId: user.id,
      displayName: displayName.trim(),
      email: email.trim() || null,
      // Sent only when changed: without the right to change them, naming them is refused.
      ...(form.isDirty('role') && { role }),
      ...(form.isDirty('grants') && { grants }),
    }),
  );

  return (
    <DrawerForm form={form} saving={update.isPending} refusal={refusal} onSubmit={submit}>
      <DrawerSection title={t('user.person')}>
        <Stack gap={14}>
          <TextInput label={t('user.displayName')} maxLength={120} {...form.getInputProps('displayName')} />
          <TextInput label={t('user.emailOptional')} type="email" {...form.getInputProps('email')} />
          <Select
            label={t('user.role')}
            data={(rank.changeRights ? roles : [user.role]).map((role) => ({ value: role, label: t(`role.${role}`) }))}
            description={t(`role.help.${form.values.role}`)}
            disabled={!rank.changeRights}
            value={form.values.role}
            onChange={(role) => form.setFieldValue('role', Role.parse(role))}
            error={form.errors.role}
          />
        </Stack>
      </DrawerSection>
      <GrantsField
        role={form.values.role}
        grants={form.values.grants}
        readOnly={!rank.changeRights}
        onChange={(grants) => form.setFieldValue('grants', grants)}
      />
    </DrawerForm>
  );
}
