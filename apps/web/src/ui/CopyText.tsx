import { Button, type ButtonProps, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface CopyTextProps extends Pick<ButtonProps, 'size'> {
  value: string;
  /** What is copied, where several buttons stand side by side. */
  label?: string;
  /** Takes the focus when its dialog opens: copying is what the dialog is for. */
  autoFocus?: boolean;
}

/** A button that copies, and says so. */
export function CopyText({ value, label, autoFocus, size }: CopyTextProps) {
  const { t } = useTranslation();
  return (
    <CopyButton value={value} timeout={3000}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size={size}
          flex="none"
          data-autofocus={autoFocus || undefined}
          aria-label={label && !copied ? `${t('action.copy')}: ${label}` : undefined}
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          onClick={copy}
        >
          {copied ? t('action.copied') : t('action.copy')}
        </Button>
      )}
    </CopyButton>
  );
}
