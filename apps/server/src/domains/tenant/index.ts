export { currentTenant, ensureFirstTenant, isSuspended } from './service.ts';
