import { Anchor, Button, EmptyState, Text } from '@mantine/core';
import type { ToolId } from '@open-ace/contracts/tools';
import { IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { providerKeysPath } from '#modules/provider-key/paths.ts';
import { toolName } from '#modules/tool/tools.ts';
import { newSessionPage } from '../pages.ts';
import { useProviderKeys } from '../use-provider-keys.ts';
import { OwnClients } from './OwnClients.tsx';

/** Before the first session: an administrator is led to what agents need first, and may start without it. */
export function NoKey() {
  const { t } = useTranslation();
  return (
    <EmptyState
      m="auto"
      px={16}
      size="sm"
      icon={<IconKey size={30} stroke={1.5} />}
      title={t('session.keyNext')}
      description={t('session.keyNextAdvice')}
    >
      <EmptyState.Actions>
        <Button component={Link} to={providerKeysPath}>
          {t('transcript.toProviderKeys')}
        </Button>
        <Button component={Link} to={newSessionPage.path} variant="default">
          {t('session.new')}
        </Button>
      </EmptyState.Actions>
      <OwnClients />
    </EmptyState>
  );
}

/** For those who can mend it: sessions of this tool would find no key. */
export function NoKeyHint({ tool }: { tool: ToolId }) {
  const { t } = useTranslation();
  const keys = useProviderKeys();
  if (tool !== 'claude-code' || !keys || keys.some(({ provider, enabled }) => provider === 'anthropic' && enabled)) return null;
  return (
    <Text size="xs" mt={4}>
      {t('session.noKeyInUse', { tool: toolName(tool, t) })}{' '}
      <Anchor component={Link} to={providerKeysPath} inherit underline="always">
        {t('transcript.toProviderKeys')}
      </Anchor>
    </Text>
  );
}
