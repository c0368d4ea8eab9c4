import type {} from './events.ts';

export { type CallEnding, type MeteredCall, noteCall, openCall, settleCall, type Tokens } from './metered-call.ts';
export { type HistoryPlace, recordHistory } from './record-history.ts';
export { sessionUsage } from './session-usage.ts';
