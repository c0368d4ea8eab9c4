import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyPanel } from './EmptyPanel.tsx';

/** The list is not empty, the filters leave nothing of it. */
export function NoMatch({ onClear }: { onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyPanel
      icon={IconFilterOff}
      title={t('filter.noMatch')}
      description={t('filter.noMatchAdvice')}
      action={
        <Button variant="default" onClick={onClear}>
          {t('filter.clear')}
        </Button>
      }
    />
  );
}
