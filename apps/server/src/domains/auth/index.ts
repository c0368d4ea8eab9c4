export { dropDeadCredentials } from './jobs.ts';
export { prepareFirstAdmin } from './setup.ts';
