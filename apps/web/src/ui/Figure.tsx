import { Text, Tooltip } from '@mantine/core';
import { useFormat } from '#lib/use-format.ts';

/** A compact number that tells the exact one on hover; `unit` is the translated word behind it. */
export function Figure({ value, unit }: { value: number; unit: string }) {
  const format = useFormat();
  return (
    <Tooltip label={`${format.exact(value)} ${unit}`}>
      <Text span inherit className="tabular">
        {format.compact(value)}
      </Text>
    </Tooltip>
  );
}
