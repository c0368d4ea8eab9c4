import { Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { Line } from '@open-ace/contracts/common';
import { HistoryPolicy, type Machine } from '@open-ace/contracts/machine';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { obeys, startFrom } from '#lib/forms.ts';
import { trpc } from '#lib/trpc.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMe } from '#modules/me/me.ts';
import { DrawerForm } from '#ui/DrawerForm.tsx';
import { DrawerSection } from '#ui/RowDrawer.tsx';
import { storeMachine } from '../store-machine.ts';
import classes from './MachineForm.module.css';

const valuesOf = ({ name, historyPolicy }: Machine) => ({ name, historyPolicy });

/** Conversations are not collected yet: the policy that lets them be read is offered only where it was chosen before. */
const offeredPolicies = ({ historyPolicy }: Machine) =>
  HistoryPolicy.options.filter((policy) => policy !== 'full' || historyPolicy === 'full');

/** What may be changed of a machine: its name, and how much of the CLIs' own history is read there. */
export function MachineForm({ machine }: { machine: Machine }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const [refusal, setRefusal] = useState<unknown>(null);
  const form = useForm({
    initialValues: valuesOf(machine),
    validate: { name: obeys(Line(80), t('machine.nameRule')) },
  });

  const update = useMutation(
    trpc.machine.update.mutationOptions({
      onSuccess: (saved) => {
        startFrom(form, valuesOf(saved));
        setRefusal(null);
        storeMachine(saved);
        notifications.show({ message: t('machine.saved', { name: saved.name }) });
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const submit = form.onSubmit(({ name, historyPolicy }) =>
    update.mutate({
      machineId: machine.id,
      // Only what was changed is sent: naming a policy that is not one's own to choose is refused.
      ...(form.isDirty('name') && { name: name.trim() }),
      ...(form.isDirty('historyPolicy') && { historyPolicy }),
    }),
  );

  return (
    <DrawerForm form={form} saving={update.isPending} refusal={refusal} onSubmit={submit}>
      <DrawerSection title={t('machine.settings')}>
        <Stack gap={16}>
          <TextInput label={t('machine.name')} maxLength={80} autoComplete="off" {...form.getInputProps('name')} />
          <Radio.Group label={t('machine.policy')} {...form.getInputProps('historyPolicy')}>
            <Stack gap={10} pt={2}>
              {offeredPolicies(machine).map((policy) => {
                const ownersOnly = policy === 'full' && machine.owner.id !== me.id;
                return (
                  <Radio
                    key={policy}
                    size="xs"
                    value={policy}
                    disabled={ownersOnly}
                    label={t(`machine.policy.${policy}`)}
                    description={format.sentences([t(`machine.policy.help.${policy}`), ownersOnly && t('machine.policy.ownersOnly')])}
                    classNames={{
                      body: classes.choice,
                      inner: classes.mark,
                      radio: classes.radio,
                      label: classes.choiceLabel,
                      description: classes.choiceHelp,
                    }}
                  />
                );
              })}
            </Stack>
          </Radio.Group>
        </Stack>
      </DrawerSection>
    </DrawerForm>
  );
}

/** The same for those who may not change it. */
export function PolicySummary({ machine: { historyPolicy } }: { machine: Machine }) {
  const { t } = useTranslation();
  return (
    <DrawerSection title={t('machine.policy')}>
      <Text>{t(`machine.policy.${historyPolicy}`)}</Text>
      <Text size="xs" c="dimmed" mt={2}>
        {t(`machine.policy.help.${historyPolicy}`)}
      </Text>
    </DrawerSection>
  );
}
