import { Box, Button, Collapse, Group, Modal, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { Provider, type ProviderKey } from '@open-ace/contracts/provider-key';
import { IconChevronRight, IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useNavigate } from 'react-router';
import { failureText, showFieldErrors } from '#lib/errors.ts';
import { usePageTitle } from '#lib/page-title.ts';
import { trpc } from '#lib/trpc.ts';
import { useUnsaved } from '#lib/unsaved.ts';
import { phone } from '#ui/breakpoints.ts';
import { FormError } from '#ui/FormError.tsx';
import { ModalActions } from '#ui/ModalActions.tsx';
import modal from '#ui/ModalForm.module.css';
import { keyRules, type NewKeyValues, needsBaseUrl, newKeyInput, usualBaseUrl } from '../key-fields.ts';
import { providerKeysPage } from '../pages.ts';
import { routingNames, routingRules, usualRouting } from '../routing.ts';
import { storeKey } from '../store-key.ts';
import classes from './AddKeyDialog.module.css';
import { KeyTestState, useKeyTest } from './KeyTest.tsx';
import { RoutingFields } from './RoutingFields.tsx';
import { SecretInput } from './SecretInput.tsx';

/** First the form, then whether the provider takes the key. */
export function AddKeyDialog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { search } = useLocation();
  const [created, setCreated] = useState<ProviderKey | null>(null);
  usePageTitle(t('providerKey.addNamed'), t(providerKeysPage.title));
  const close = () => void navigate({ pathname: providerKeysPage.path, search }, { preventScrollReset: true });
  return (
    <Modal
      opened
      size={560}
      title={created ? t('providerKey.added', { name: created.name }) : t('providerKey.addNamed')}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('action.close') }}
      onClose={close}
    >
      {created ? <FirstTest created={created} onClose={close} /> : <AddKeyForm onCreated={setCreated} onCancel={close} />}
    </Modal>
  );
}

function AddKeyForm({ onCreated, onCancel }: { onCreated: (created: ProviderKey) => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery(phone, undefined, { getInitialValueInEffect: false });
  const [refusal, setRefusal] = useState<unknown>(null);
  const [routed, routing] = useDisclosure();
  const rules = keyRules(t);
  const initialValues: NewKeyValues = { provider: 'anthropic', name: '', baseUrl: '', apiKey: '', ...usualRouting };
  const form = useForm<NewKeyValues>({
    initialValues,
    validate: {
      name: rules.name,
      apiKey: rules.apiKey,
      baseUrl: (baseUrl, { provider }) =>
        baseUrl.trim() === '' && needsBaseUrl(provider) ? t('providerKey.baseUrlNeeded') : rules.baseUrlIfAny(baseUrl),
      ...routingRules(t),
    },
  });
  useUnsaved(form.isDirty());
  const create = useMutation(
    trpc.providerKey.create.mutationOptions({
      // What was sent holds the key; nothing keeps it once it is stored.
      gcTime: 0,
      onSuccess: (created) => {
        storeKey(created);
        form.reset();
        onCreated(created);
      },
      onError: (error) => setRefusal(showFieldErrors(form, error, t) ? null : error),
    }),
  );
  const { provider } = form.values;
  const usual = usualBaseUrl(provider);
  /** A fault that nobody sees could not be mended. */
  const showRouting = (faults: object) => {
    if (routingNames.some((name) => name in faults)) routing.open();
  };

  return (
    <form noValidate autoComplete="off" onSubmit={form.onSubmit((values) => create.mutate(newKeyInput(values)), showRouting)}>
      <Stack gap={16}>
        <SegmentedControl
          aria-label={t('providerKey.provider')}
          size="sm"
          fullWidth
          orientation={isPhone ? 'vertical' : 'horizontal'}
          data={Provider.options.map((value) => ({ value, label: t(`providerKey.provider.${value}`) }))}
          value={provider}
          onChange={(value) => {
            form.setFieldValue('provider', value);
            form.clearFieldError('baseUrl');
          }}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={16}>
          <TextInput
            data-autofocus
            required
            label={t('providerKey.name')}
            description={t('providerKey.nameHelp')}
            maxLength={80}
            autoComplete="off"
            {...form.getInputProps('name')}
          />
          <TextInput
            required={!usual}
            label={usual ? t('providerKey.baseUrlOptional') : t('providerKey.baseUrl')}
            description={usual ? t('providerKey.baseUrlHelp') : t('providerKey.baseUrlHelpCompatible')}
            placeholder={usual ?? 'https://llm.example.com/v1'}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            {...form.getInputProps('baseUrl')}
          />
        </SimpleGrid>
        <SecretInput required label={t('providerKey.key')} description={t('providerKey.keyHelp')} {...form.getInputProps('apiKey')} />
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            aria-expanded={routed}
            leftSection={<IconChevronRight size={14} className={classes.chevron} />}
            className={classes.more}
            onClick={routing.toggle}
          >
            {t('providerKey.routingOptional')}
          </Button>
          <Collapse expanded={routed} keepMounted={false}>
            <Box pt={12}>
              <RoutingFields provider={provider} values={form.values} inputProps={(field, options) => form.getInputProps(field, options)} />
            </Box>
          </Collapse>
        </div>
        <FormError error={refusal} />
      </Stack>
      <ModalActions submit={t('providerKey.addAndTest')} busy={create.isPending} onCancel={onCancel} />
    </form>
  );
}

/** A key that is refused is better known now than from the first session that fails. */
function FirstTest({ created, onClose }: { created: ProviderKey; onClose: () => void }) {
  const { t } = useTranslation();
  const { search } = useLocation();
  const test = useKeyTest(created.id);
  const { mutate } = test;
  useEffect(() => mutate({ providerKeyId: created.id }), [mutate, created.id]);
  const failed = test.data?.outcome === 'failed' || test.isError;
  return (
    <>
      <Stack gap={12}>
        <Text>{created.lastFour ? t('providerKey.addedNote', { lastFour: created.lastFour }) : t('providerKey.addedNoteShort')}</Text>
        <KeyTestState test={test} />
      </Stack>
      <Group gap={8} className={modal.footer}>
        {failed && (
          <Button
            variant="default"
            mr="auto"
            leftSection={<IconPlugConnected size={15} />}
            loading={test.isPending}
            onClick={() => mutate({ providerKeyId: created.id })}
          >
            {t('providerKey.testAgain')}
          </Button>
        )}
        {failed && <SwitchOff providerKeyId={created.id} onDone={onClose} />}
        {failed && (
          <Button variant="default" component={Link} to={{ pathname: `${providerKeysPage.path}/${created.id}`, search }}>
            {t('providerKey.correct')}
          </Button>
        )}
        <Button onClick={onClose}>{t('action.done')}</Button>
      </Group>
    </>
  );
}

/** A key that fails is tried before others all the same, as long as it is in use. */
function SwitchOff({ providerKeyId, onDone }: { providerKeyId: string; onDone: () => void }) {
  const { t } = useTranslation();
  const update = useMutation(
    trpc.providerKey.update.mutationOptions({
      onSuccess: (saved) => {
        storeKey(saved);
        onDone();
      },
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  return (
    <Button variant="default" loading={update.isPending} onClick={() => update.mutate({ providerKeyId, enabled: false })}>
      {t('providerKey.keepOff')}
    </Button>
  );
}
