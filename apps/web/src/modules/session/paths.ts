export const sessionPath = (sessionId: string) => `/work/sessions/${sessionId}`;
