export { dropFinishedCommands, expireOverdueCommands } from './jobs.ts';
export { defineCommand } from './kinds.ts';
export { commandResult, followCommands, queueCommand, reportCommand } from './service.ts';
