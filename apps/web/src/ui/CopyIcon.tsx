import { ActionIcon, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface CopyIconProps {
  value: string;
  /** Names what is copied: "Copy the output". */
  label: string;
  className?: string | undefined;
}

export function CopyIcon({ value, label, className }: CopyIconProps) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value} timeout={2000}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('action.copied') : label}>
          <ActionIcon size="sm" className={className} aria-label={copied ? t('action.copied') : label} onClick={copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}
