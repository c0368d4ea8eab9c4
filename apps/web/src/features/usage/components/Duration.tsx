import type { UsageEvent } from '@open-ace/contracts/usage';
import { useFormat } from '#lib/use-format.ts';
import { useSecondHand } from '#lib/use-now.ts';
import { Unknown } from '#ui/Unknown.tsx';
import { durationOf } from '../call-timing.ts';

/** How long a call took, and second by second how long one takes that runs. */
export function Duration({ event }: { event: UsageEvent }) {
  return event.status === 'open' ? <Running event={event} /> : <Took event={event} />;
}

function Took({ event }: { event: UsageEvent }) {
  const format = useFormat();
  const took = durationOf(event, 0);
  return took === null ? <Unknown /> : <span className="tabular">{format.latency(took)}</span>;
}

function Running({ event }: { event: UsageEvent }) {
  const format = useFormat();
  const ms = durationOf(event, useSecondHand()) ?? 0;
  // Whole seconds: tenths would only flicker.
  return <span className="tabular">{format.elapsed(Math.floor(ms / 1000) * 1000)}</span>;
}
