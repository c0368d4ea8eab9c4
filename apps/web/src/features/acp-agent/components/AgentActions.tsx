import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { AcpAgent } from '@open-ace/contracts/acp-agent';
import { IconBraces, IconDots, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { trpc } from '#lib/trpc.ts';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { definitionJson } from '../definition-json.ts';
import { editAcpAgentPath } from '../pages.ts';
import { reloadAgents } from '../store-agent.ts';
import { DefinitionDialog } from './DefinitionDialog.tsx';

interface AgentActionsProps {
  agent: AcpAgent;
  onRemoved: () => void;
}

export function AgentActions({ agent, onRemoved }: AgentActionsProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'json' | 'remove' | null>(null);
  const { name } = agent;
  const close = () => setOpen(null);
  return (
    <>
      <Tooltip label={t('acpAgent.editNamed', { name })}>
        <ActionIcon component={Link} to={editAcpAgentPath(agent.id)} aria-label={t('acpAgent.editNamed', { name })}>
          <IconPencil size={16} />
        </ActionIcon>
      </Tooltip>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={t('acpAgent.actionsFor', { name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconBraces size={15} />} onClick={() => setOpen('json')}>
            {t('acpAgent.asJson')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={15} />} onClick={() => setOpen('remove')}>
            {t('acpAgent.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'json' && <DefinitionDialog name={name} definition={definitionJson(agent)} onlyId={agent.id} onClose={close} />}
      {open === 'remove' && <RemoveDialog agent={agent} onRemoved={onRemoved} onClose={close} />}
    </>
  );
}

function RemoveDialog({ agent: { id, name }, onRemoved, onClose }: AgentActionsProps & { onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useMutation(
    trpc.acpAgent.remove.mutationOptions({
      onSuccess: () => {
        notifications.show({ message: t('acpAgent.removed', { name }) });
        onRemoved();
        reloadAgents();
      },
    }),
  );
  return (
    <ConfirmDialog
      destructive
      title={t('acpAgent.removeTitle', { name })}
      confirmLabel={t('acpAgent.removeNamed', { name })}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    >
      {t('acpAgent.removeEffect')}
    </ConfirmDialog>
  );
}
