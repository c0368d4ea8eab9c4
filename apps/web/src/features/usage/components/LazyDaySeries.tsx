import { Skeleton } from '@mantine/core';
import { type ComponentProps, Suspense } from 'react';
import { lazyPart } from '#lib/missing-part.ts';

const loadSeries = () => import('#modules/usage-chart/DaySeries.tsx');
const DaySeries = lazyPart(async () => ({ default: (await loadSeries()).DaySeries }));
loadSeries().catch(() => undefined);

/** The chart, which comes by itself: its library is the largest part of a page. */
export function LazyDaySeries(props: ComponentProps<typeof DaySeries>) {
  return (
    <Suspense fallback={<Skeleton h={props.height} />}>
      <DaySeries {...props} />
    </Suspense>
  );
}
