import { Input, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { type Quota, QuotaPeriod } from '@open-ace/contracts/quota';
import { UsageMetric } from '@open-ace/contracts/usage';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { showFieldErrors } from '#lib/errors.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useLeaveWhenSaved, useUnsaved } from '#lib/unsaved.ts';
import { useFormat } from '#lib/use-format.ts';
import { useMay, useMe } from '#modules/me/me.ts';
import { FormError } from '#ui/FormError.tsx';
import { ModalActions } from '#ui/ModalActions.tsx';
import { readLimit } from '../limit-text.ts';
import { reloadQuotas } from '../live-quotas.ts';
import { quotasPage } from '../pages.ts';
import { amountWords, budgetWords, wordsOf } from '../quota-words.ts';
import classes from './AddQuotaDialog.module.css';
import { BudgetNote } from './BudgetNote.tsx';
import { limitRule } from './limit-rule.ts';
import { type Person, PersonSelect } from './PersonSelect.tsx';

type Subject = 'tenant' | 'user';

interface Values extends Record<string, unknown> {
  subject: Subject;
  person: Person | null;
  metric: UsageMetric;
  period: QuotaPeriod;
  limit: string;
}

const mostOfOne = 50;

export function AddQuotaDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  usePageTitle(t('quota.add'), t(quotasPage.title));
  const close = () => void navigate({ pathname: quotasPage.path, search }, { preventScrollReset: true });
  return (
    <Modal
      opened
      size={560}
      title={t('quota.add')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={close}
    >
      <AddQuotaForm onClose={close} />
    </Modal>
  );
}

function AddQuotaForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const mayChoosePeople = useMay()('view_users');
  const [refusal, setRefusal] = useState<unknown>(null);
  const initialValues: Values = { subject: 'tenant', person: null, metric: 'tokens', period: 'day', limit: '' };
  const form = useForm({
    initialValues,
    validate: {
      person: (person, { subject }) => (subject === 'user' && !person ? t('quota.personNeeded') : null),
      limit: (limit, { metric }) => limitRule(limit, metric, t),
    },
  });
  const set = useMutation(
    trpc.quota.set.mutationOptions({
      onSuccess: (saved) => {
        notifications.show({ message: t('quota.saved', { budget: wordsOf(saved, t, format) }) });
        reloadQuotas();
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  useUnsaved(form.isDirty() && !set.isSuccess);
  useLeaveWhenSaved(set.isSuccess, onClose);
  const { subject, person, metric, period, limit } = form.values;
  const subjectId = subject === 'tenant' ? me.tenantId : person?.id;

  return (
    <form
      noValidate
      autoComplete="off"
      onSubmit={form.onSubmit((values) => {
        const amount = readLimit(values.limit, values.metric);
        if (amount === null || subjectId === undefined) return;
        set.mutate({ subject: { type: values.subject, id: subjectId }, metric: values.metric, period: values.period, limit: amount });
      })}
    >
      <Stack gap={16}>
        <Choice
          label={t('quota.subject')}
          options={[
            { value: 'tenant', label: t('quota.everybody') },
            { value: 'user', label: t('quota.onePerson'), disabled: !mayChoosePeople },
          ]}
          value={subject}
          onChange={(value) => form.setFieldValue('subject', value)}
          help={mayChoosePeople ? undefined : t('quota.personRight', { permission: t('permission.view_users') })}
        />
        {subject === 'user' && (
          <PersonSelect value={person} error={form.errors.person} onChange={(value) => form.setFieldValue('person', value)} />
        )}
        <Choice
          label={t('quota.metric')}
          options={UsageMetric.options.map((value) => ({ value, label: t(`quota.metric.${value}`) }))}
          value={metric}
          onChange={(value) => {
            form.setFieldValue('metric', value);
            form.clearFieldError('limit');
          }}
        />
        <Choice
          label={t('quota.period')}
          options={QuotaPeriod.options.map((value) => ({ value, label: t(`quota.period.${value}`) }))}
          value={period}
          onChange={(value) => form.setFieldValue('period', value)}
          help={period === 'session' ? t('quota.periodHelp.session') : t('quota.periodHelp.calendar', { timeZone: me.timeZone })}
        />
        <TextInput
          required
          data-autofocus
          label={t('quota.limit')}
          description={metric === 'usd' ? t('quota.adviceUsd') : t('quota.adviceTokens')}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          className={classes.limit}
          {...form.getInputProps('limit')}
        />
        <Preview values={form.values} subjectId={subjectId} limit={readLimit(limit, metric)} />
        <FormError error={refusal} />
      </Stack>
      <ModalActions submit={t('quota.save')} busy={set.isPending} onCancel={onClose} />
    </form>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  options: { value: Value; label: string; disabled?: boolean }[];
  value: Value;
  onChange: (value: Value) => void;
  help?: string | undefined;
}

function Choice<Value extends string>({ label, options, value, onChange, help }: ChoiceProps<Value>) {
  return (
    <Input.Wrapper label={label} labelElement="div" description={help}>
      <SegmentedControl<Value> fullWidth size="sm" aria-label={label} data={options} value={value} onChange={onChange} />
    </Input.Wrapper>
  );
}

interface PreviewProps {
  values: Values;
  subjectId: string | undefined;
  limit: number | null;
}

/** What will be set, in a sentence, and whether it changes one that is there. */
function Preview({ values: { subject, person, metric, period }, subjectId, limit }: PreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const known = useQuery(
    trpc.quota.list.queryOptions(
      { subjectType: subject, subjectId: subjectId ?? '', limit: mostOfOne },
      { enabled: subjectId !== undefined },
    ),
  ).data;
  const before: Quota | undefined = known?.items.find((quota) => quota.metric === metric && quota.period === period);
  const name = subject === 'tenant' ? null : (person?.name ?? '…');
  return (
    <div className={classes.preview}>
      <div role="status">
        <Text fw={600}>{budgetWords({ metric, period, limit }, name, t, format)}</Text>
        {before && (
          <Text size="xs" mt={2}>
            {t('quota.changesFrom', { amount: amountWords(metric, before.limit, t, format) })}
          </Text>
        )}
      </div>
      <BudgetNote metric={metric} />
    </div>
  );
}
