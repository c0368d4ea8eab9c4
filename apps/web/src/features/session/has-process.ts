import type { Session } from '@open-ace/contracts/session';

/** Whether a CLI runs for it, or is about to; what has none goes on with the next message. */
export const hasProcess = ({ status }: Session): boolean => status !== 'ended' && status !== 'error';
