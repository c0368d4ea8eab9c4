import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

const secretKeys = ['token', 'credential', 'secret', 'authorization', 'text', 'input', 'output', 'message.text'];

/**
 * JSON lines. Prompts, tool output and tokens are never given to it; that values under such names are cut is the second net, not
 * the first.
 */
export function createLogger(level: string, destination?: DestinationStream): Log {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`]), censor: '[secret]' },
    },
    destination ?? pino.destination(1),
  );
}
