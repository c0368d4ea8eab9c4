import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { failureText } from '#lib/errors.ts';

interface ListFooterProps {
  /** "50 users". */
  summary: string;
  hasMore: boolean;
  loadingMore: boolean;
  error: unknown;
  onMore: () => void;
}

/** Under a list: how much of it is on show, and the way to the rest. */
export function ListFooter({ summary, hasMore, loadingMore, error, onMore }: ListFooterProps) {
  const { t } = useTranslation();
  return (
    <Group gap={12} mt={8} mih={32}>
      <Text c="dimmed" size="xs" role="status" className="tabular">
        {summary}
      </Text>
      {hasMore && (
        <Button variant="default" size="xs" loading={loadingMore} onClick={onMore}>
          {t('action.loadMore')}
        </Button>
      )}
      {error !== null && error !== undefined && (
        <Text size="xs" c="var(--ace-severity-critical-text)" role="alert">
          {failureText(error, t)}
        </Text>
      )}
    </Group>
  );
}
