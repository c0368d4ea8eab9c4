import type { Filter } from './protocol.ts';

const LF = 0x0a;
const CR = 0x0d;
/** What is longer passes as it comes: no event that we hide or stop behind is. */
const LONGEST = 256 * 1024;

/** The index behind the first empty line at or behind `from`; -1 where there is none yet. */
function endOfEvent(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(LF, from); at >= 0; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2;
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** Passes a stream's events on whole, so that it can be ended between any two of them, and leaves out those that `hides` says. */
export function wholeEvents(hides: (event: Buffer) => boolean = () => false): Filter {
  let rest: Buffer = Buffer.alloc(0);
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const kept: Buffer[] = [];
      let from = 0;
      for (let end = endOfEvent(bytes, from); end >= 0; end = endOfEvent(bytes, from)) {
        const event = bytes.subarray(from, end);
        if (!hides(event)) kept.push(event);
        from = end;
      }
      rest = bytes.subarray(from);
      if (rest.length > LONGEST) {
        kept.push(rest);
        rest = Buffer.alloc(0);
      }
      return kept.length === 0 ? null : Buffer.concat(kept);
    },
    end: () => (rest.length === 0 || hides(rest) ? null : rest),
  };
}
