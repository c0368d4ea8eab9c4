import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Username } from '@open-ace/contracts/auth';
import { Line } from '@open-ace/contracts/common';
import { Role } from '@open-ace/contracts/permissions';
import type { CreatedUser } from '@open-ace/contracts/user';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { z } from 'zod';
import { showFieldErrors } from '#lib/errors.ts';
import { emptyOr, obeys } from '#lib/forms.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useUnsaved } from '#lib/unsaved.ts';
import { FormError } from '#ui/FormError.tsx';
import { ModalActions } from '#ui/ModalActions.tsx';
import modal from '#ui/ModalForm.module.css';
import { OneTimeSecret } from '#ui/OneTimeSecret.tsx';
import { usersPage } from '../pages.ts';
import { useAssignableRoles } from '../use-rank.ts';

/** First the form, then the temporary password, which is shown this once. */
export function CreateUserDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [created, setCreated] = useState<CreatedUser | null>(null);
  usePageTitle(t('user.create'), t('user.title'));
  const close = () => void navigate({ pathname: usersPage.path, search }, { preventScrollReset: true });

  return (
    <Modal
      opened
      size={560}
      title={created ? t('user.created', { name: created.user.username }) : t('user.create')}
      closeOnClickOutside={!created}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={close}
    >
      {created ? <CreatedUserNote created={created} onClose={close} /> : <CreateUserForm onCreated={setCreated} onCancel={close} />}
    </Modal>
  );
}

function CreateUserForm({ onCreated, onCancel }: { onCreated: (created: CreatedUser) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const roles = useAssignableRoles();
  const [refusal, setRefusal] = useState<unknown>(null);
  const initialValues = { username: '', displayName: '', email: '', role: 'user' };
  const form = useForm({
    initialValues,
    validate: {
      username: obeys(Username, t('user.usernameRule')),
      displayName: emptyOr(Line(120), t('form.lineRule')),
      email: emptyOr(z.email().max(254), t('form.emailRule')),
    },
  });
  useUnsaved(form.isDirty());
  const create = useMutation(
    trpc.user.create.mutationOptions({
      onSuccess: (created) => {
        void queryClient.invalidateQueries(trpc.user.list.pathFilter());
        onCreated(created);
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const submit = form.onSubmit(({ username, displayName, email, role }) =>
    create.mutate({
      username,
      role: Role.parse(role),
      email: email.trim() || null,
      ...(displayName.trim() && { displayName: displayName.trim() }),
    }),
  );

  return (
    <form noValidate onSubmit={submit}>
      <Stack gap={16}>
        <TextInput
          data-autofocus
          required
          label={t('user.username')}
          description={t('user.usernameHelp')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('username')}
        />
        <TextInput
          label={t('user.displayNameOptional')}
          description={t('user.displayNameHelp')}
          autoComplete="off"
          {...form.getInputProps('displayName')}
        />
        <TextInput
          label={t('user.emailOptional')}
          description={t('user.emailHelp')}
          type="email"
          autoComplete="off"
          {...form.getInputProps('email')}
        />
        <Select
          label={t('user.role')}
          data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
          description={t(`role.help.${Role.parse(form.values.role)}`)}
          {...form.getInputProps('role')}
        />
        <FormError error={refusal} />
      </Stack>
      <ModalActions submit={t('user.create')} busy={create.isPending} onCancel={onCancel} />
    </form>
  );
}

function CreatedUserNote({ created, onClose }: { created: CreatedUser; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      {created.temporaryPassword && (
        <OneTimeSecret
          label={t('password.temporary')}
          secret={created.temporaryPassword}
          note={t('user.temporaryNote', { name: created.user.username })}
        />
      )}
      <Group gap={8} className={modal.footer}>
        <Button onClick={onClose}>{t('action.done')}</Button>
      </Group>
    </>
  );
}
