import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { Line } from '@open-ace/contracts/common';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { showFieldErrors } from '#lib/errors.ts';
import { emptyOr, obeys } from '#lib/forms.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useUnsaved } from '#lib/unsaved.ts';
import { useMe } from '#modules/me/me.ts';
import { FormError } from '#ui/FormError.tsx';

export function ProfileForm() {
  const { t } = useTranslation();
  const me = useMe();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({
    initialValues: { displayName: me.displayName, email: me.email ?? '' },
    validate: {
      displayName: obeys(Line(120), t('form.required')),
      email: emptyOr(z.email().max(254), t('form.emailRule')),
    },
  });
  useUnsaved(form.isDirty());
  const update = useMutation(
    trpc.auth.updateProfile.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.auth.me.queryKey(), saved);
        const values = { displayName: saved.displayName, email: saved.email ?? '' };
        form.setInitialValues(values);
        form.setValues(values);
        setRefusal(null);
        notifications.show({ message: t('profile.saved') });
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );

  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ displayName, email }) => update.mutate({ displayName: displayName.trim(), email: email.trim() || null }))}
    >
      <Stack gap={16}>
        <TextInput label={t('user.username')} description={t('profile.usernameFixed')} value={me.username} readOnly variant="unstyled" />
        <TextInput label={t('user.displayName')} autoComplete="name" maxLength={120} {...form.getInputProps('displayName')} />
        <TextInput label={t('user.emailOptional')} type="email" autoComplete="email" {...form.getInputProps('email')} />
        <FormError error={refusal} />
        <Button type="submit" disabled={!form.isDirty()} loading={update.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('action.save')}
        </Button>
      </Stack>
    </form>
  );
}
