import { Group, Text, Tooltip } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled, IconClockX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import { stateOf } from '../token-state.ts';
import classes from './TokenState.module.css';

const icons = { active: IconCircleCheckFilled, expired: IconClockX, revoked: IconCircleXFilled } as const;

/** Whether a token is good for anything; when it was revoked on hover. */
export function TokenState({ token }: { token: { expiresAt: string; revokedAt: string | null } }) {
  const { t } = useTranslation();
  const state = stateOf(token, useNow());
  const format = useFormat();
  const Icon = icons[state];
  const mark = (
    <Group gap={6} wrap="nowrap" component="span" display="inline-flex" className={classes.state} data-state={state}>
      <Icon size={15} aria-hidden />
      <Text span inherit className={classes.word}>
        {t(`token.state.${state}`)}
      </Text>
    </Group>
  );
  return token.revokedAt ? <Tooltip label={format.exactTime(token.revokedAt)}>{mark}</Tooltip> : mark;
}
