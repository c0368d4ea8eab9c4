import { z } from 'zod';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogLine {
  /** Null for a line that is no entry of the log's own. */
  level: LogLevel | null;
  time: string | null;
  message: string;
  /** Whatever else the entry holds, as JSON; '' for nothing. */
  details: string;
}

/** What pino writes. */
const Entry = z.looseObject({ level: z.number(), time: z.iso.datetime(), msg: z.string().default('') });

/** pino counts in tens; a number between two is of the lower one. */
function levelOf(level: number): LogLevel {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  return level >= 30 ? 'info' : 'debug';
}

/** A line of an agent's log; one that is not structured is shown as it is. */
export function readLogLine(line: string): LogLine {
  const entry = Entry.safeParse(parsed(line));
  if (!entry.success) return { level: null, time: null, message: line, details: '' };
  const { level, time, msg, ...rest } = entry.data;
  return { level: levelOf(level), time, message: msg, details: Object.keys(rest).length > 0 ? JSON.stringify(rest) : '' };
}

/** That somebody reads the log is in the log: whoever follows it would see little else. */
export const isEcho = ({ details }: LogLine) => details.includes('"kind":"log.tail"');

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
