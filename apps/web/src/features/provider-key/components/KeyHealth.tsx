import { Group, Text, Tooltip } from '@mantine/core';
import type { ProviderKey, ProviderKeyHealth } from '@open-ace/contracts/provider-key';
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconClockPause } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow, useSecondHand } from '#lib/use-now.ts';
import { failureWords, pauseLeft } from '../key-health.ts';
import classes from './KeyHealth.module.css';

/** How the newest call or test with a key ended; what went wrong last on hover. */
export function KeyHealth({ providerKey: { health } }: { providerKey: ProviderKey }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  if (health.state === 'unknown') {
    return (
      <Text span inherit c="dimmed">
        {t('providerKey.health.unknown')}
      </Text>
    );
  }
  const { lastFailure } = health;
  const failed =
    lastFailure && t('providerKey.failedAgo', { reason: failureWords(lastFailure.reason, t), ago: format.agoPhrase(lastFailure.at, now) });
  const note = format.sentences([failed ?? t('providerKey.neverFailed'), pauseLeft(health, now) > 0 && t('providerKey.coolingHelp')]);
  return (
    <Tooltip multiline maw={320} label={note}>
      <Group gap={6} wrap="nowrap" component="span" display="inline-flex" className={classes.health} data-state={health.state}>
        {health.state === 'failing' ? (
          <Failing health={health} />
        ) : (
          <Mark Icon={IconCircleCheckFilled} words={t('providerKey.health.ok')} />
        )}
      </Group>
    </Tooltip>
  );
}

function Failing({ health }: { health: ProviderKeyHealth }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useSecondHand();
  const left = pauseLeft(health, now);
  if (left > 0) return <Mark Icon={IconClockPause} words={t('providerKey.health.paused', { time: format.countdown(left) })} />;
  const time = format.duration(now - Date.parse(health.failingSince ?? new Date(now).toISOString()));
  return <Mark Icon={IconAlertTriangleFilled} words={t('providerKey.health.failing', { time })} />;
}

function Mark({ Icon, words }: { Icon: typeof IconClockPause; words: string }) {
  return (
    <>
      <Icon size={15} aria-hidden />
      <Text span inherit c="var(--ace-text)" className="tabular">
        {words}
      </Text>
    </>
  );
}
