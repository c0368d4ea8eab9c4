import { Button, Code, CopyButton, EmptyState, Group } from '@mantine/core';
import { IconCopy, IconError404, IconPlugConnectedX, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { failureText, isGone, requestIdOf } from '#lib/errors.ts';

interface ErrorStateProps {
  /** What could not be done: "The users could not be loaded". */
  title: string;
  error: unknown;
  onRetry?: () => void;
}

/** What happened, what to do, the way to try again, and the number to quote. */
export function ErrorState({ title, error, onRetry }: ErrorStateProps) {
  const { t } = useTranslation();
  const gone = isGone(error);
  const requestId = !gone && requestIdOf(error);
  const Icon = gone ? IconError404 : IconPlugConnectedX;
  return (
    <EmptyState
      role="alert"
      py={72}
      px={16}
      size="sm"
      icon={<Icon size={28} stroke={1.5} {...(!gone && { color: 'var(--ace-severity-critical)' })} />}
      title={title}
      description={failureText(error, t)}
    >
      {onRetry && !gone && (
        <EmptyState.Actions>
          <Button variant="default" leftSection={<IconRefresh size={15} />} onClick={onRetry}>
            {t('action.tryAgain')}
          </Button>
        </EmptyState.Actions>
      )}
      {requestId && (
        <EmptyState.Description>
          <Group gap={8} justify="center" component="span">
            {t('error.request')}
            <Code>{requestId}</Code>
            <CopyButton value={requestId}>
              {({ copied, copy }) => (
                <Button variant="subtle" color="gray" size="xs" leftSection={<IconCopy size={14} />} onClick={copy}>
                  {copied ? t('action.copied') : t('action.copy')}
                </Button>
              )}
            </CopyButton>
          </Group>
        </EmptyState.Description>
      )}
    </EmptyState>
  );
}
