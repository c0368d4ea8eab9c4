import type {} from './events.ts';

export { appendEvents, type Occurrence } from './append-events.ts';
export { auditedSession } from './audited-session.ts';
export { dropOldTranscripts } from './old-transcripts.ts';
export { endPausedSessions } from './pause-session.ts';
export { sessions } from './repository.ts';
export { interrupt, respond, stopSession } from './steer-session.ts';
