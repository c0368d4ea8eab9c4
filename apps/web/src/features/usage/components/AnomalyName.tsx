import { Badge, Group, Text } from '@mantine/core';
import type { Anomaly } from '@open-ace/contracts/analysis';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconEyeOff,
  IconMoon,
  IconSparkles,
  IconTrendingDown,
  IconTrendingUp,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { toolName } from '#modules/tool/tools.ts';
import { severityColor } from '../anomaly.ts';

const icons = {
  spike: IconTrendingUp,
  drop: IconTrendingDown,
  new_tool: IconSparkles,
  new_model: IconSparkles,
  off_hours: IconMoon,
} as const;

/** "New model: gpt-5-codex". */
export function anomalyWords({ kind, subject }: Anomaly, t: TFunction): string {
  const named = kind === 'new_tool' ? toolName(subject, t) : subject;
  return named ? t('analysis.named', { what: t(`analysis.kind.${kind}`), name: named }) : t(`analysis.kind.${kind}`);
}

export function AnomalyName({ anomaly }: { anomaly: Anomaly }) {
  const { t } = useTranslation();
  const Icon = icons[anomaly.kind];
  return (
    <Group gap={6} wrap="nowrap" component="span" miw={0}>
      <Icon size={15} color={severityColor(anomaly.severity)} aria-hidden style={{ flex: 'none' }} />
      <Text span inherit truncate>
        {anomalyWords(anomaly, t)}
      </Text>
      {anomaly.severity === 'high' && (
        <Badge size="sm" variant="light" color="red" leftSection={<IconAlertTriangle size={11} aria-hidden />}>
          {t('analysis.severity.high')}
        </Badge>
      )}
    </Group>
  );
}

const statusIcons = { open: IconCircleDashed, handled: IconCircleCheck, ignored: IconEyeOff } as const;

export function AnomalyStanding({ anomaly }: { anomaly: Anomaly }) {
  const { t } = useTranslation();
  const Icon = statusIcons[anomaly.status];
  return (
    <Group gap={5} wrap="nowrap" component="span" c={anomaly.status === 'open' ? undefined : 'dimmed'}>
      <Icon size={14} aria-hidden />
      <Text span inherit>
        {t(`analysis.status.${anomaly.status}`)}
      </Text>
    </Group>
  );
}
