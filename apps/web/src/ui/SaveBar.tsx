import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

interface SaveBarProps {
  changes: number;
  pending: boolean;
  onDiscard: () => void;
}

/** Lives inside the form it saves. */
export function SaveBar({ changes, pending, onDiscard }: SaveBarProps) {
  const { t } = useTranslation();
  return (
    <Group gap={8} wrap="nowrap">
      <Text truncate role="status" className="tabular">
        {t('form.unsaved', { count: changes })}
      </Text>
      <Group gap={8} ml="auto" wrap="nowrap">
        <Button variant="default" onClick={onDiscard} disabled={pending}>
          {t('action.discard')}
        </Button>
        <Button type="submit" loading={pending}>
          {t('action.save')}
        </Button>
      </Group>
    </Group>
  );
}
