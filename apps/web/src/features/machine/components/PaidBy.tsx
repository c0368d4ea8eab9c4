import { Group, Select, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Billing, type CollectionSource } from '@open-ace/contracts/collection';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';
import { queryClient, trpc } from '#lib/trpc.ts';
import { toolName } from '#modules/tool/tools.ts';

/** Who pays for a tool's use here: a plan's use is shown apart from money that was spent. */
export function PaidBy({ source: { machine, tool, billing } }: { source: CollectionSource }) {
  const { t } = useTranslation();
  const set = useMutation(
    trpc.collection.setBilling.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: trpc.collection.status.queryKey() }),
      onError: (error) => notifications.show({ color: 'red', message: failureText(error, t) }),
    }),
  );
  const shown = set.isPending ? set.variables.billing : billing;
  return (
    <Group gap={8} mt={4} wrap="nowrap">
      <Text size="xs" c="dimmed">
        {t('machine.paidBy')}
      </Text>
      <Select
        size="xs"
        w={190}
        aria-label={t('machine.paidByOf', { tool: toolName(tool, t) })}
        data={Billing.options.map((value) => ({ value, label: t(`machine.billing.${value}`) }))}
        value={shown}
        readOnly={set.isPending}
        onChange={(chosen) => {
          const wanted = Billing.parse(chosen);
          if (wanted !== shown) set.mutate({ machineId: machine.id, tool, billing: wanted });
        }}
      />
    </Group>
  );
}
