import { Button, type MantineSize, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Me } from '@open-ace/contracts/auth';
import { NewPassword } from '@open-ace/contracts/auth';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { filled, obeys } from '#lib/forms.ts';
import { trpc } from '#lib/trpc.ts';
import { useUnsaved } from '#lib/unsaved.ts';
import { CurrentPasswordInput } from '#modules/password/CurrentPasswordInput.tsx';
import { NewPasswordInput } from '#modules/password/NewPasswordInput.tsx';
import { FormError } from '#ui/FormError.tsx';

interface ChangePasswordFormProps {
  username: string;
  currentLabel: string;
  size?: MantineSize;
  onChanged: (me: Me) => void;
}

export function ChangePasswordForm({ username, currentLabel, size, onChanged }: ChangePasswordFormProps) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: { currentPassword: filled(t('form.required')), newPassword: obeys(NewPassword, t('password.weak')) },
  });
  useUnsaved(form.isDirty());
  const change = useMutation(
    trpc.auth.changePassword.mutationOptions({
      onSuccess: (me) => {
        form.reset();
        setRefusal(null);
        onChanged(me);
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );

  return (
    <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
      <Stack gap={14}>
        {/* Password managers file the new password under the account that stands in the form. */}
        <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
        <CurrentPasswordInput label={currentLabel} size={size} {...form.getInputProps('currentPassword')} />
        <NewPasswordInput label={t('password.new')} size={size} {...form.getInputProps('newPassword')} value={form.values.newPassword} />
        <FormError error={refusal} />
        <Button type="submit" size={size} loading={change.isPending} style={{ alignSelf: 'flex-start' }}>
          {t('password.change')}
        </Button>
      </Stack>
    </form>
  );
}
