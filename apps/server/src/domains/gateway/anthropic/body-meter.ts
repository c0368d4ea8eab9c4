import { estimateBytes } from '../estimates.ts';
import type { Meter, Reading } from '../protocol.ts';
import { isRecord, parseJson, shortText } from '../untrusted.ts';
import { errorTypeOf } from './error-types.ts';
import { tellUsage } from './usage.ts';

const MOST_KEPT = 32 * 1024 * 1024;
/** Of an error only its type is of interest. */
const MOST_KEPT_OF_ERROR = 64 * 1024;

/** Meters an answer in one piece, a message or an error: keeps a bounded copy and reads it at its end. */
export function bodyMeter(status: number): Meter {
  const isMessage = status >= 200 && status < 300;
  const most = isMessage ? MOST_KEPT : MOST_KEPT_OF_ERROR;
  const reading: Reading = { answered: false, complete: false, model: '', matchId: null, told: {}, outputEstimate: 0, errorType: '' };
  let parts: Buffer[] = [];
  let size = 0;

  return {
    push(chunk) {
      size += chunk.length;
      reading.answered = isMessage;
      if (size <= most) parts.push(chunk);
      else parts = [];
    },
    end() {
      const body = size <= most ? parseJson(Buffer.concat(parts).toString('utf8')) : undefined;
      parts = [];
      if (!isRecord(body)) return;
      if (isRecord(body.error)) reading.errorType = errorTypeOf(body.error.type);
      if (!isMessage) return;
      reading.complete = true;
      reading.model = shortText(body.model);
      reading.matchId = shortText(body.id) || null;
      tellUsage(reading.told, body.usage);
    },
    reading: () => ({ ...reading, outputEstimate: isMessage ? estimateBytes(size) : 0 }),
  };
}
