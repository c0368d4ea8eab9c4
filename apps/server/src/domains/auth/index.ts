export { createApiToken } from './api-tokens.ts';
export { dropDeadCredentials } from './jobs.ts';
export { findFirstAdmin, prepareFirstAdmin } from './setup.ts';
