import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import classes from './ResizeHandle.module.css';

interface ResizeHandleProps {
  label: string;
  width: number;
  least: number;
  most: number;
  /** The side of its panel on which the handle sits. */
  side: 'start' | 'end';
  onResize: (width: number) => void;
}

const keyStep = 16;

/** Changes a panel's width by pointer or by arrow keys. */
export function ResizeHandle({ label, width, least, most, side, onResize }: ResizeHandleProps) {
  const grip = useRef<{ at: number; width: number } | null>(null);
  const outwards = side === 'end' ? 1 : -1;
  const resize = (wanted: number) => onResize(Math.round(Math.min(most, Math.max(least, wanted))));

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { at: event.clientX, width };
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (grip.current) resize(grip.current.width + outwards * (event.clientX - grip.current.at));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const direction = { ArrowRight: outwards, ArrowLeft: -outwards }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    resize(width + direction * keyStep);
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be focused or dragged; a separator with a value is the pattern for splitters
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      data-side={side}
      className={classes.handle}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        grip.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
