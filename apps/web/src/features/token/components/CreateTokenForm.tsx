import { Checkbox, Group, Input, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { CreateApiToken, type CreatedApiToken, TokenScope } from '@open-ace/contracts/gateway';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { showFieldErrors } from '#lib/errors.ts';
import { obeys } from '#lib/forms.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useUnsaved } from '#lib/unsaved.ts';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { FormError } from '#ui/FormError.tsx';
import { ModalActions } from '#ui/ModalActions.tsx';
import { endOf, type Lifespan, lifetimes } from '../token-state.ts';

/** Without `llm`, which is all of them. */
const vendorScopes = TokenScope.exclude(['llm']).options;

type Values = {
  name: string;
  lifespan: Lifespan;
  /** The day that was chosen, `YYYY-MM-DD`; named as the server names it, so that its word on it stands beside it. */
  expiresAt: string;
  scopes: string[];
};

/** With every door chosen none is named: the token opens those that are to come as well. */
function inputOf({ name, lifespan, expiresAt, scopes }: Values, now: number): CreateApiToken {
  return CreateApiToken.parse({
    name,
    expiresAt: endOf(lifespan, expiresAt, now)?.toISOString(),
    scopes: scopes.length < vendorScopes.length ? scopes : undefined,
  });
}

interface CreateTokenFormProps {
  onCreated: (created: CreatedApiToken) => void;
  onCancel: () => void;
}

export function CreateTokenForm({ onCreated, onCancel }: CreateTokenFormProps) {
  const { t } = useTranslation();
  const [refusal, setRefusal] = useState<unknown>(null);
  const initialValues: Values = { name: '', lifespan: '90d', expiresAt: '', scopes: [...vendorScopes] };
  const form = useForm<Values>({
    initialValues,
    validate: {
      name: obeys(CreateApiToken.shape.name, t('apiToken.nameRule')),
      expiresAt: (day, { lifespan }) => (endOf(lifespan, day, Date.now()) ? null : t('apiToken.dateRule')),
      scopes: (scopes) => (scopes.length > 0 ? null : t('apiToken.scopesRule')),
    },
  });
  useUnsaved(form.isDirty());
  const create = useMutation(
    trpc.apiToken.create.mutationOptions({
      // The answer holds the token's text; nothing but this dialog keeps it.
      gcTime: 0,
      onSuccess: (created) => {
        void queryClient.invalidateQueries(trpc.apiToken.list.pathFilter());
        form.reset();
        onCreated(created);
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const submit = form.onSubmit((values) => {
    setRefusal(null);
    create.mutate(inputOf(values, Date.now()));
  });

  return (
    <form noValidate autoComplete="off" onSubmit={submit}>
      <Stack gap={16}>
        <TextInput
          data-autofocus
          required
          label={t('apiToken.name')}
          description={t('apiToken.nameHelp')}
          maxLength={80}
          autoComplete="off"
          {...form.getInputProps('name')}
        />
        <LifespanField
          lifespan={form.values.lifespan}
          day={form.values.expiresAt}
          error={form.errors.expiresAt}
          onLifespan={(lifespan) => {
            form.setFieldValue('lifespan', lifespan);
            form.clearFieldError('expiresAt');
          }}
          onDay={(day) => form.setFieldValue('expiresAt', day)}
        />
        <Checkbox.Group label={t('token.scopes')} description={t('apiToken.scopesHelp')} {...form.getInputProps('scopes')}>
          <Stack gap={8} pt={2}>
            {vendorScopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`apiToken.scope.${scope}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <FormError error={refusal} />
      </Stack>
      <ModalActions submit={t('apiToken.create')} busy={create.isPending} onCancel={onCancel} />
    </form>
  );
}

interface LifespanFieldProps {
  lifespan: Lifespan;
  day: string;
  error: ReactNode;
  onLifespan: (lifespan: Lifespan) => void;
  onDay: (day: string) => void;
}

/** The usual stretches, or a day of one's own with the browser's date picker; what comes of it is said as a date. */
function LifespanField({ lifespan, day, error, onLifespan, onDay }: LifespanFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = endOf(lifespan, day, useNow());
  return (
    <Input.Wrapper
      label={t('token.expires')}
      labelElement="div"
      description={end && t('apiToken.expiresOn', { date: format.date(end) })}
      error={error}
    >
      <Group gap={8}>
        <SegmentedControl
          aria-label={t('token.expires')}
          size="sm"
          value={lifespan}
          data={lifetimes.map((value) => ({ value, label: t(`apiToken.lifetime.${value}`) }))}
          onChange={onLifespan}
        />
        {lifespan === 'date' && (
          <TextInput
            type="date"
            aria-label={t('apiToken.lastDay')}
            value={day}
            error={Boolean(error)}
            onChange={(event) => onDay(event.currentTarget.value)}
          />
        )}
      </Group>
    </Input.Wrapper>
  );
}
