import { isRecord, parseJson } from '../untrusted.ts';

/** The chunk that `include_usage` adds: figures and no choice. */
export function isUsageChunk(event: Buffer): boolean {
  if (!event.includes('"usage"')) return false;
  const data = /^data:(.*)$/m.exec(event.toString('utf8'))?.[1];
  const chunk = data === undefined ? undefined : parseJson(data);
  return isRecord(chunk) && Array.isArray(chunk.choices) && chunk.choices.length === 0 && isRecord(chunk.usage);
}
