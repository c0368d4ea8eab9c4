export { readTimeZone, readTimeZones } from './repository.ts';
export { currentTenant, ensureFirstTenant, isSuspended } from './service.ts';
