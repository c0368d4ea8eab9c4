const loneSurrogate = /\p{Surrogate}/gu;

/** Text as every database and every JSON reader can hold it: no NUL, no half of a surrogate pair. */
export const sound = (text: string): string => text.replaceAll('\u0000', '\u2400').replace(loneSurrogate, '\ufffd');

/** Sound text of at most `most` UTF-16 units; the end of what is longer gives way to an ellipsis. */
export function shortened(text: string, most: number): string {
  return sound(text.length <= most ? text : `${text.slice(0, most - 1)}…`);
}

/** One line of at most `most` units. */
export const oneLine = (text: string, most: number): string => shortened(text.replace(/\s+/g, ' ').trim(), most);

/** Sound text of at most `most` units; what is longer loses its middle, and says how much. */
export function withoutMiddle(text: string, most: number): string {
  if (text.length <= most) return sound(text);
  const kept = most - 100;
  const head = Math.floor(kept * 0.7);
  const left = text.length - kept;
  const note = `\n[… ${left} characters left out by Open ACE …]\n`;
  return sound(`${text.slice(0, head)}${note}${text.slice(text.length - (kept - head))}`);
}
