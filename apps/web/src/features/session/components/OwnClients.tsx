import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useMe } from '#modules/me/me.ts';
import { apiTokensPath } from '#modules/token/paths.ts';

/** Models can be called without a session too, by those who may call any. */
export function OwnClients() {
  const { t } = useTranslation();
  if (useMe().role === 'readonly') return null;
  return (
    <Anchor component={Link} to={apiTokensPath} size="sm" c="dimmed" underline="always" mt={8}>
      {t('session.ownClients')}
    </Anchor>
  );
}
