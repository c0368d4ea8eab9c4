import type {} from './events.ts';

export { grantAll, type Obstacle, type Wish } from './grant.ts';
export { dropOldUses } from './jobs.ts';
export { createLimits, type Limit } from './limits.ts';
export { setQuota } from './service.ts';
