import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Me } from '@open-ace/contracts/auth';
import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode } from '#lib/errors.ts';
import { filled } from '#lib/forms.ts';
import { trpc } from '#lib/trpc.ts';
import { CurrentPasswordInput } from '#modules/password/CurrentPasswordInput.tsx';
import { FormError } from '#ui/FormError.tsx';

interface LoginFormProps {
  username?: string;
  onSignedIn: (me: Me) => void;
}

export function LoginForm({ username = '', onSignedIn }: LoginFormProps) {
  const { t } = useTranslation();
  const password = useRef<HTMLInputElement>(null);
  const form = useForm({
    initialValues: { username, password: '' },
    validate: { username: filled(t('form.required')), password: filled(t('form.required')) },
  });
  const login = useMutation(
    trpc.auth.login.mutationOptions({
      onSuccess: onSignedIn,
      onError: (error) => {
        if (hasCode(error, 'UNAUTHENTICATED')) form.setFieldError('password', t('login.wrong'));
        password.current?.select();
      },
    }),
  );
  const refusedAsAWhole = login.error && !hasCode(login.error, 'UNAUTHENTICATED');

  return (
    <form noValidate onSubmit={form.onSubmit((values) => login.mutate(values))}>
      <Stack gap={14}>
        <TextInput
          label={t('login.username')}
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={!username}
          data-autofocus={!username || undefined}
          {...form.getInputProps('username')}
        />
        <CurrentPasswordInput
          ref={password}
          label={t('password.label')}
          size="md"
          autoFocus={Boolean(username)}
          data-autofocus={Boolean(username) || undefined}
          {...form.getInputProps('password')}
        />
        {refusedAsAWhole && <FormError error={login.error} />}
        <Button type="submit" size="md" fullWidth loading={login.isPending}>
          {t('login.submit')}
        </Button>
      </Stack>
    </form>
  );
}
