import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { PermissionRule } from '@open-ace/contracts/session';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient, trpc } from '#lib/trpc.ts';
import { toolName } from '#modules/tool/tools.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';

/** Has agents ask again for what was always allowed. */
export function RevokeRule({ rule }: { rule: PermissionRule }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="xs" variant="default" aria-label={t('rule.revokeNamed', { rule: rule.rule })} onClick={() => setAsking(true)}>
        {t('rule.revoke')}
      </Button>
      {asking && <RevokeDialog rule={rule} onClose={() => setAsking(false)} />}
    </>
  );
}

function RevokeDialog({ rule: { id, rule, tool }, onClose }: { rule: PermissionRule; onClose: () => void }) {
  const { t } = useTranslation();
  const revoke = useMutation(
    trpc.session.revokeRule.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: t('rule.revoked', { tool: toolName(tool, t) }) });
        onClose();
        void queryClient.invalidateQueries(trpc.session.rules.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t('rule.revokeTitle')}
      confirmLabel={t('rule.revoke')}
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ ruleId: id })}
      onClose={onClose}
    >
      {t('rule.revokeEffect', { tool: toolName(tool, t), rule })}
    </ConfirmDialog>
  );
}
