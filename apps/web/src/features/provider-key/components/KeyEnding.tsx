import { Text } from '@mantine/core';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { useTranslation } from 'react-i18next';

/** The last four characters, to tell keys apart; a short key shows none. */
export function KeyEnding({ providerKey: { lastFour } }: { providerKey: ProviderKey }) {
  const { t } = useTranslation();
  return (
    <Text
      span
      inherit
      ff="monospace"
      size="xs"
      role="img"
      aria-label={lastFour ? t('providerKey.endsWith', { lastFour }) : t('providerKey.keyHidden')}
    >
      {lastFour ? `…${lastFour}` : '••••'}
    </Text>
  );
}
