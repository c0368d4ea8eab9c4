import type { SessionStatus } from '@open-ace/contracts/session';
import {
  IconCircle,
  IconCircleCheck,
  IconCircleXFilled,
  IconExclamationCircleFilled,
  IconLoader2,
  IconPlayerPause,
  type IconProps,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '#ui/Mark.tsx';
import { sessionStatusColor } from '#ui/theme/tokens.ts';

const icons: Record<SessionStatus, ComponentType<IconProps>> = {
  starting: IconLoader2,
  running: IconLoader2,
  needs_you: IconExclamationCircleFilled,
  idle: IconCircle,
  paused: IconPlayerPause,
  ended: IconCircleCheck,
  error: IconCircleXFilled,
};

export function SessionStatusMark({ status, size = 14 }: { status: SessionStatus; size?: number }) {
  const { t } = useTranslation();
  const spinning = status === 'running' || status === 'starting';
  return (
    <Mark icon={icons[status]} label={t(`session.status.${status}`)} color={sessionStatusColor(status)} size={size} spinning={spinning} />
  );
}
