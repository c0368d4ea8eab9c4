import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** In the place of a last use. */
export function Never() {
  const { t } = useTranslation();
  return (
    <Text span inherit c="dimmed">
      {t('token.never')}
    </Text>
  );
}
