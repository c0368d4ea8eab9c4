import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';

export type Log = Logger;

const secretKeys = ['token', 'credential', 'secret', 'authorization', 'text', 'input', 'output', 'message.text'];

/** On a terminal somebody reads along. */
const standardOutput = (): DestinationStream =>
  process.stdout.isTTY ? pretty({ sync: true, singleLine: true, translateTime: 'SYS:HH:MM:ss' }) : pino.destination(1);

/**
 * JSON lines, or text on a terminal. Prompts, tool output and tokens are never given to it; that values under such names are cut is the second net, not
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
    destination ?? standardOutput(),
  );
}
