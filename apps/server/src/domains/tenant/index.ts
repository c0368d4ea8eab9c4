export { readTimeZone } from './repository.ts';
export { currentTenant, ensureFirstTenant, isSuspended } from './service.ts';
