import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

const secretKeys = [
  'password',
  'newPassword',
  'currentPassword',
  'temporaryPassword',
  'apiKey',
  'token',
  'secret',
  'authorization',
  'cookie',
  'hash',
  'sealed',
];

/**
 * JSON lines. Values under a secret's name are cut at any depth up to three; nothing here logs bodies or headers, so this is the
 * second net, not the first.
 */
export function createLogger(level: string, destination?: DestinationStream): Log {
  const paths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*["x-api-key"]`]);
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: [...new Set(paths)], censor: '[secret]' } },
    destination ?? pino.destination(1),
  );
}
