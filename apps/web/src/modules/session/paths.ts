export const sessionPath = (sessionId: string) => `/work/sessions/${sessionId}`;
export const sessionsPath = '/manage/sessions';
/** Everybody's sessions on one machine. */
export const sessionsOnMachinePath = (machineId: string) => `${sessionsPath}?machine=${machineId}`;
