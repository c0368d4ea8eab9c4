import {
  IconAlertOctagonFilled,
  IconAlertTriangleFilled,
  IconArrowDown,
  IconCircleArrowUpFilled,
  IconInfoCircleFilled,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from './Mark.tsx';
import { type Severity, severityColor } from './theme/tokens.ts';

const icons: Record<Severity, ComponentType<IconProps>> = {
  info: IconInfoCircleFilled,
  low: IconArrowDown,
  warning: IconAlertTriangleFilled,
  high: IconCircleArrowUpFilled,
  critical: IconAlertOctagonFilled,
};

export function SeverityMark({ severity, size = 16 }: { severity: Severity; size?: number }) {
  const { t } = useTranslation();
  return <Mark icon={icons[severity]} label={t(`severity.${severity}`)} color={severityColor(severity)} size={size} />;
}
