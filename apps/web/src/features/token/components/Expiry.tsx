import { Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { endsSoon, stateOf } from '../token-state.ts';

const day = 86_400_000;

interface ExpiryProps {
  token: { expiresAt: string; revokedAt: string | null };
  /** Its holder has to see to a new one in time. */
  warns?: boolean;
}

/** When a token ends or ended, near in words and far as a date; the exact time on hover. */
export function Expiry({ token, warns }: ExpiryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const left = Date.parse(token.expiresAt) - now;
  const near = Math.abs(left) < 30 * day;
  const phrase = left > 0 ? t('token.inTime', { time: format.duration(left) }) : format.agoPhrase(token.expiresAt, now);
  const urgent = warns && endsSoon(token, now);
  const color = stateOf(token, now) === 'active' ? undefined : 'dimmed';
  return (
    <Tooltip label={format.exactTime(token.expiresAt)}>
      <Text component="time" inherit className="tabular" dateTime={token.expiresAt} c={urgent ? 'var(--ace-severity-warning-text)' : color}>
        {near ? phrase : format.date(token.expiresAt)}
      </Text>
    </Tooltip>
  );
}
