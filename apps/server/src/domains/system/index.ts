export { databaseAnswers } from './service.ts';
