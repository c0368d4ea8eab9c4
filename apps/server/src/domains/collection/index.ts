export { collectHistory } from './jobs.ts';
export { sources } from './repository.ts';
export { auditedRun } from './service.ts';
