import { Button, Group, Stack, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { NewPassword, Username } from '@open-ace/contracts/auth';
import { IconArrowRight } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { showFieldErrors } from '#lib/errors.ts';
import { emptyOr, obeys } from '#lib/forms.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { NewPasswordInput } from '#modules/password/NewPasswordInput.tsx';
import { FormError } from '#ui/FormError.tsx';
import classes from '../pages/EntryPages.module.css';

export function FirstAdminForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({
    initialValues: { username: 'admin', email: '', password: '' },
    validate: {
      username: obeys(Username, t('user.usernameRule')),
      email: emptyOr(z.email().max(254), t('form.emailRule')),
      password: obeys(NewPassword, t('password.weak')),
    },
  });
  const complete = useMutation(
    trpc.auth.completeSetup.mutationOptions({
      onSuccess: (me) => {
        queryClient.setQueryData(trpc.auth.me.queryKey(), me);
        void queryClient.invalidateQueries(trpc.auth.setupState.queryFilter());
        void navigate('/', { replace: true });
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );

  return (
    <form noValidate onSubmit={form.onSubmit(({ email, ...values }) => complete.mutate({ token, ...values, email: email.trim() || null }))}>
      <Stack gap={14}>
        <Title order={2}>{t('setup.admin')}</Title>
        <div className={classes.pair}>
          <TextInput
            label={t('user.username')}
            size="md"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            {...form.getInputProps('username')}
          />
          <TextInput label={t('user.emailOptional')} size="md" type="email" autoComplete="email" {...form.getInputProps('email')} />
        </div>
        <NewPasswordInput
          label={t('password.label')}
          size="md"
          autoFocus
          {...form.getInputProps('password')}
          value={form.values.password}
        />
        <FormError error={refusal} />
        <Group justify="flex-end">
          <Button type="submit" size="md" loading={complete.isPending} rightSection={<IconArrowRight size={16} />}>
            {t('setup.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
