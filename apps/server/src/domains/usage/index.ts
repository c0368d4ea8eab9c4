import type {} from './events.ts';

export { type Accounting, readAccounting } from './accounting.ts';
export { Hold } from './change-figures.ts';
export { estimateCallsOf, holdersOfOpenCalls } from './estimate-calls.ts';
export { type Figures, figuresFor, visible } from './figures.ts';
export {
  type CallEnding,
  type CallProgress,
  type MeteredCall,
  type NewCall,
  noteCall,
  noteCalls,
  openCall,
  openCalls,
  openHeldCalls,
  settleCall,
  settleCalls,
  type Tokens,
} from './metered-call.ts';
export { recordHistory } from './record-history.ts';
export { noteRefusals, type RefusedCall, refusalsOf } from './refused-calls.ts';
export { providerKeyNames } from './repository.ts';
export type { Dimensions, Sums } from './rollup.ts';
export { callsOfSession, sessionUsage } from './session-usage.ts';
export { sumOf, totalsOf } from './sums/totals.ts';
export { nameOfKey, periodKey, timesOfPeriod, type UseKey } from './use-keys.ts';
export { readUses, type Use, uses } from './use-repository.ts';
export { differenceLine, verifyUsage, verifyUsageNightly } from './verify-usage.ts';
export { dayAfter, dayBefore, dayOf } from './zone.ts';
