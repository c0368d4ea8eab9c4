import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { unknown } from '#lib/format.ts';

/** Stands where a value is not known or does not apply; zero is `0`. `reason` says which to a screen reader. */
export function Unknown({ reason }: { reason?: string }) {
  const { t } = useTranslation();
  return (
    <Text span inherit c="dimmed" role="img" aria-label={reason ?? t('value.unknown')}>
      {unknown}
    </Text>
  );
}
