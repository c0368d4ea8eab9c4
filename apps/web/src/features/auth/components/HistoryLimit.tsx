import { Radio, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { HistoryPolicy } from '@open-ace/contracts/machine';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { useMe } from '#modules/me/me.ts';
import { FormError } from '#ui/FormError.tsx';

const policies: readonly HistoryPolicy[] = ['full', 'usage', 'off'];

/** The most that may be read of the viewer's own history, on whichever of their machines; kept as soon as it is chosen. */
export function HistoryLimit() {
  const { t } = useTranslation();
  const { displayName, email, historyPolicy } = useMe();
  const update = useMutation(
    trpc.auth.updateProfile.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(trpc.auth.me.queryKey(), saved);
        notifications.show({ message: t('profile.saved') });
      },
    }),
  );
  const chosen = update.isPending ? (update.variables.historyPolicy ?? historyPolicy) : historyPolicy;
  return (
    <Stack gap={16}>
      <Radio.Group
        label={t('profile.historyLimit')}
        value={chosen}
        onChange={(policy) =>
          update.mutate({ displayName, email, historyPolicy: policies.find((each) => each === policy) ?? historyPolicy })
        }
      >
        <Stack gap={12} mt={8}>
          {policies.map((policy) => (
            <Radio key={policy} value={policy} label={t(`profile.history.${policy}`)} description={t(`profile.historyHelp.${policy}`)} />
          ))}
        </Stack>
      </Radio.Group>
      <FormError error={update.error} />
    </Stack>
  );
}
