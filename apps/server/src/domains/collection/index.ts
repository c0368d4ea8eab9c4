export { collectHistory } from './jobs.ts';
