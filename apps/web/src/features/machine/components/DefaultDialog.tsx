import { Modal, Select, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { type Machine, ToolDefault } from '@open-ace/contracts/machine';
import type { PermissionMode } from '@open-ace/contracts/tools';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { useLeaveWhenSaved, useUnsaved } from '#lib/unsaved.ts';
import { FormError } from '#ui/FormError.tsx';
import { ModalActions } from '#ui/ModalActions.tsx';
import type { KnownTool } from '../known-tools.ts';
import { refreshDefaults } from '../refresh-defaults.ts';
import { argsOf, choosableModes } from '../tool-defaults.ts';

interface DefaultDialogProps {
  tool: KnownTool;
  /** Null for all machines. */
  machine: Machine | null;
  /** What holds now; a machine's own begins with what holds for all. */
  value: ToolDefault | null;
  onClose: () => void;
}

export function DefaultDialog({ tool, machine, value, onClose }: DefaultDialogProps) {
  const { t } = useTranslation();
  const title = machine
    ? t('machine.defaultsOn', { tool: tool.name, machine: machine.name })
    : t('machine.defaultsEverywhere', { tool: tool.name });
  return (
    <Modal
      opened
      size={480}
      title={title}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={onClose}
    >
      <DefaultForm tool={tool} machine={machine} value={value} onClose={onClose} />
    </Modal>
  );
}

function DefaultForm({ tool, machine, value, onClose }: DefaultDialogProps) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<unknown>(null);
  const modes = choosableModes(machine, tool.tool);
  const held = value?.permissionMode ?? 'ask';
  const form = useForm<{ model: string; permissionMode: PermissionMode; args: string }>({
    initialValues: {
      model: value?.model ?? '',
      permissionMode: modes.includes(held) ? held : (modes[0] ?? 'ask'),
      args: (value?.args ?? []).join('\n'),
    },
    validate: {
      args: (text) => (ToolDefault.shape.args.safeParse(argsOf(text)).success ? null : t('machine.argsRule')),
    },
  });
  const save = useMutation(
    trpc.machine.setToolDefault.mutationOptions({
      onSuccess: async () => {
        notifications.show({ message: t('machine.defaultSaved', { tool: tool.name }) });
        await refreshDefaults();
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  useUnsaved(form.isDirty() && !save.isSuccess);
  useLeaveWhenSaved(save.isSuccess, onClose);
  const submit = form.onSubmit(({ model, permissionMode, args }) => {
    setRefusal(null);
    save.mutate({ machineId: machine?.id ?? null, tool: tool.tool, model: model.trim(), permissionMode, args: argsOf(args) });
  });
  return (
    <form noValidate autoComplete="off" onSubmit={submit}>
      <Stack gap={16}>
        <TextInput
          data-autofocus
          label={t('session.modelOptional')}
          description={t('session.modelHelp')}
          placeholder={t('session.ownModel')}
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          {...form.getInputProps('model')}
        />
        <Select
          label={t('session.modeLabel')}
          description={t(`session.modeHelp.${form.values.permissionMode}`)}
          data={modes.map((mode) => ({ value: mode, label: t(`session.mode.${mode}`) }))}
          {...form.getInputProps('permissionMode')}
        />
        <Textarea
          label={t('machine.defaultArgsOptional')}
          description={t('machine.defaultArgsHelp', { tool: tool.name })}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          autoCapitalize="none"
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          {...form.getInputProps('args')}
        />
        <FormError error={refusal} />
      </Stack>
      <ModalActions submit={t('machine.saveDefault')} busy={save.isPending} onCancel={onClose} />
    </form>
  );
}
