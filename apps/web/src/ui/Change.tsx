import { Group } from '@mantine/core';
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import { useFormat } from '#lib/use-format.ts';
import classes from './Change.module.css';

/** Usage going up is neither good nor bad, so a change has no colour. `ratio` is a share of one. */
export function Change({ ratio }: { ratio: number }) {
  const format = useFormat();
  const rounded = Math.round(ratio * 100) / 100;
  const Arrow = rounded < 0 ? IconArrowDownRight : rounded > 0 ? IconArrowUpRight : IconArrowRight;
  return (
    <Group gap={2} wrap="nowrap" component="span" display="inline-flex" className={classes.change}>
      <Arrow size={12} stroke={2} aria-hidden />
      {rounded === 0 ? format.percent(0) : format.signedPercent(rounded)}
    </Group>
  );
}
