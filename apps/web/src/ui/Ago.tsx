import { Text, Tooltip } from '@mantine/core';
import { useFormat } from '#lib/use-format.ts';
import { useNow } from '#lib/use-now.ts';
import classes from './Ago.module.css';

interface AgoProps {
  date: string;
  /** Within a sentence or as a fact: `3 h ago`. In a list `3 h` is enough. */
  phrase?: boolean;
}

/** A relative time that tells the exact one on hover. */
export function Ago({ date, phrase }: AgoProps) {
  const format = useFormat();
  const now = useNow();
  return (
    <Tooltip label={format.exactTime(date)}>
      <Text component="time" inherit className={classes.ago} dateTime={date}>
        {phrase ? format.agoPhrase(date, now) : format.ago(date, now)}
      </Text>
    </Tooltip>
  );
}
