import { Tooltip, UnstyledButton } from '@mantine/core';
import type { SessionUsage } from '@open-ace/contracts/session';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#lib/use-format.ts';
import classes from './Transcript.module.css';

/** Tokens and cost of a turn; the four kinds and the requests on hover, on focus and under a finger. */
export function TurnUsage({ usage }: { usage: SessionUsage }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, requests, costUsd } = usage;
  const all = inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
  const figures = [
    { name: t('session.inputTokens'), value: inputTokens },
    { name: t('session.outputTokens'), value: outputTokens },
    { name: t('session.cacheReadTokens'), value: cacheReadTokens },
    { name: t('session.cacheWriteTokens'), value: cacheWriteTokens },
    { name: t('transcript.requests'), value: requests },
  ];
  const label = (
    <dl className={classes.turnFigures}>
      {figures.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="tabular">{format.exact(value)}</dd>
        </div>
      ))}
    </dl>
  );
  return (
    <Tooltip label={label}>
      <UnstyledButton className={classes.turnUsage}>
        <span className="tabular">{t('transcript.turnTokens', { tokens: format.compact(all) })}</span>
        {costUsd !== null && <span className="tabular"> · {format.usd(costUsd)}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}
