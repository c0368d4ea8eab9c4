export { dropFinishedCommands, expireOverdueCommands } from './jobs.ts';
export { defineCommand } from './kinds.ts';
export {
  askMachine,
  commandResult,
  dropHeld,
  followCommand,
  followCommands,
  pollCommands,
  queueCommand,
  releaseHeld,
  reportCommand,
} from './service.ts';
