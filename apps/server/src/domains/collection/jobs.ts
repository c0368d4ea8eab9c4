import type { Job } from '#platform/jobs/jobs';
import { COLLECTION_JOB, COLLECTION_SCHEDULE, collectEverywhere } from './service.ts';

export const collectHistory: Job = { name: COLLECTION_JOB, schedule: COLLECTION_SCHEDULE, run: collectEverywhere };
