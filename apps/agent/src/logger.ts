import pino, { type DestinationStream, type Logger } from 'pino';
import pretty from 'pino-pretty';
import { RotatedFile } from './rotated-file.ts';

export type Log = Logger;

const secretKeys = ['token', 'credential', 'secret', 'authorization', 'text', 'input', 'output', 'message.text'];

/** On a terminal somebody reads along. */
const standardOutput = (): DestinationStream =>
  process.stdout.isTTY ? pretty({ sync: true, singleLine: true, translateTime: 'SYS:HH:MM:ss' }) : pino.destination(1);

/** To standard output, and to a file that keeps the last of it. */
export function outputAndFile(path: string): DestinationStream {
  const output = standardOutput();
  const file = new RotatedFile(path);
  return {
    write(line: string) {
      output.write(line);
      file.write(line);
    },
  };
}

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
