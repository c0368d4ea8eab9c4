import type {} from './events.ts';

export { estimateCallsOf, holdersOfOpenCalls } from './estimate-calls.ts';
export {
  type CallBeginning,
  type CallEnding,
  type MeteredCall,
  type NewCall,
  noteCall,
  noteCalls,
  openCall,
  openCalls,
  settleCall,
  settleCalls,
  type Tokens,
} from './metered-call.ts';
export { recordHistory } from './record-history.ts';
export { sessionUsage } from './session-usage.ts';
