import { useInterval } from '@mantine/hooks';
import { useState } from 'react';

const two = (count: number) => String(count).padStart(2, '0');

/** `59:07` until a moment, second by second; null once it is over. */
export function timeLeft(until: string, now: number): string | null {
  const seconds = Math.ceil((Date.parse(until) - now) / 1000);
  if (seconds <= 0) return null;
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${clock}` : clock;
}

export function useTimeLeft(until: string): string | null {
  const [now, setNow] = useState(Date.now);
  useInterval(() => setNow(Date.now()), 1_000, { autoInvoke: true });
  return timeLeft(until, now);
}
