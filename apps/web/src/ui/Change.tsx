import { Group } from '@mantine/core';
import { IconArrowDownRight, IconArrowRight, IconArrowUpRight } from '@tabler/icons-react';
import { useFormat } from '#lib/use-format.ts';
import classes from './Change.module.css';

/** Usage going up is neither good nor bad, so a change has no colour. `ratio` is a share of one. */
export function Change({ ratio }: { ratio: number }) {
  const rounded = Math.round(ratio * 100) / 100;
  const Arrow = rounded < 0 ? IconArrowDownRight : rounded > 0 ? IconArrowUpRight : IconArrowRight;
  return (
    <Group gap={2} wrap="nowrap" component="span" display="inline-flex" className={classes.change}>
      <Arrow size={12} stroke={2} aria-hidden />
      {useChangeText(rounded)}
    </Group>
  );
}

/** Ten times as much and more is said in times: nobody reads +6,684 %. */
function useChangeText(ratio: number): string {
  const format = useFormat();
  if (ratio === 0) return format.percent(0);
  return ratio < 9 ? format.signedPercent(ratio) : `×${format.compact(Math.round(ratio + 1))}`;
}
