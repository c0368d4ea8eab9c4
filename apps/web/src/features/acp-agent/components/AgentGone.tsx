import { EmptyState } from '@mantine/core';
import { IconRobotOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** For an address of an agent that was removed, or never was. */
export function AgentGone({ agentId }: { agentId: string }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      py={72}
      px={16}
      size="sm"
      icon={<IconRobotOff size={28} stroke={1.5} />}
      title={t('acpAgent.gone', { id: agentId })}
      description={t('acpAgent.goneAdvice')}
    />
  );
}
