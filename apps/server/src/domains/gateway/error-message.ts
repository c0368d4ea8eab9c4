/** Vendors repeat a part of a key that they refuse. */
const keys = /\b(?:(?:sk|pk|rk|gsk|xai|key)[-_]|AIza)[\w*.-]{6,}/g;

/** So much in one piece is no coincidence. */
const ECHO = 16;
/** In larger requests nobody looks for what a message repeats, so nothing of it is kept. */
const MOST_SEARCHED = 8 * 1024 * 1024;
/** Where a word begins; scripts without spaces have one at every letter. */
const wordStart = /(?<![\w-])\S/gu;
/** A field's name tells nothing. */
const fieldName = /^[\W_]*[a-z]+(?:[_.][a-z]+)*[\W_]*$/;

const escaped = (text: string) => text.replace(/[^\x20-\x7e]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** As a request may carry it, by clients that escape what is not ASCII and by those that do not. */
const isIn = (body: Buffer, text: string) => body.includes(JSON.stringify(text).slice(1, -1)) || body.includes(escaped(text));

/** Takes what a message repeats of a request out of it: prompts are not kept here. */
function withoutEcho(message: string, body: Buffer, model: string): string {
  if (body.length > MOST_SEARCHED) return '';
  let kept = '';
  let at = 0;
  for (const { index } of message.matchAll(wordStart)) {
    let end = index + ECHO;
    if (index < at || end > message.length || !isIn(body, message.slice(index, end))) continue;
    while (end < message.length && isIn(body, message.slice(index, end + 1))) end++;
    const echo = message.slice(index, end);
    if (fieldName.test(echo) || model.startsWith(echo.trim())) continue;
    kept += `${message.slice(at, index)}…`;
    at = end;
  }
  return kept + message.slice(at);
}

/** A provider's words about an error as far as they are its own: without keys, and without what they repeat of the request. */
export const ownWords = (message: string, request: { body: Buffer; model: string }, secret: string): string =>
  message === '' ? '' : withoutEcho(message.replaceAll(secret, '***').replace(keys, '***'), request.body, request.model);
