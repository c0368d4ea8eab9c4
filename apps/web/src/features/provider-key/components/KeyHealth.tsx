import { Group, Text, Tooltip } from '@mantine/core';
import type { ProviderKey } from '@open-ace/contracts/provider-key';
import { IconCircleCheckFilled, IconClockPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { failureWords, keyState } from '../key-health.ts';
import classes from './KeyHealth.module.css';

/** Whether calls go out with a key now, as the latest of them ended; what went wrong last on hover. */
export function KeyHealth({ providerKey }: { providerKey: ProviderKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { coolingUntil, lastFailure } = providerKey.health;
  const state = keyState(providerKey, now);
  if (state === 'unused') {
    return (
      <Text span inherit c="dimmed">
        {t('providerKey.health.unused')}
      </Text>
    );
  }
  const Icon = state === 'cooling' ? IconClockPause : IconCircleCheckFilled;
  const words =
    coolingUntil && state === 'cooling' ? t('providerKey.health.cooling', { time: format.time(coolingUntil) }) : t('providerKey.health.ok');
  const failed =
    lastFailure && t('providerKey.failedAgo', { reason: failureWords(lastFailure.reason, t), ago: format.agoPhrase(lastFailure.at, now) });
  const note = format.sentences([failed ?? t('providerKey.neverFailed'), state === 'cooling' && t('providerKey.coolingHelp')]);
  return (
    <Tooltip multiline maw={320} label={note}>
      <Group gap={6} wrap="nowrap" component="span" display="inline-flex" className={classes.health} data-state={state}>
        <Icon size={15} aria-hidden />
        <Text span inherit c="var(--ace-text)">
          {words}
        </Text>
      </Group>
    </Tooltip>
  );
}
