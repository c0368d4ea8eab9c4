import type { KeyboardEvent } from 'react';

/**
 * For the field of a list: Escape that closes the list is done with, so the drawer around it stays. To be called while the event is
 * captured, because the list is closed before it bubbles.
 */
export function escapeClosesList(event: KeyboardEvent<HTMLElement>) {
  if (event.key === 'Escape' && event.currentTarget.dataset.expanded) event.preventDefault();
}
