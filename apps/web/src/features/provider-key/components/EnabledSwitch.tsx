import { Switch } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { trpc } from '#lib/trpc.ts';
import { storeKey } from '../store-key.ts';

/** Takes a key out of use and back, at once: the same click undoes it. */
export function EnabledSwitch({ providerKey: { id, name, enabled } }: { providerKey: ProviderKey }) {
  const { t } = useTranslation();
  const update = useMutation(
    trpc.providerKey.update.mutationOptions({
      onSuccess: storeKey,
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  const shown = update.isPending ? (update.variables.enabled ?? enabled) : enabled;
  return (
    <Switch
      size="xs"
      aria-label={t('providerKey.useNamed', { name })}
      checked={shown}
      onChange={(event) => update.mutate({ providerKeyId: id, enabled: event.currentTarget.checked })}
    />
  );
}
