// @ts-check
/**
 * How the events of a stream are written.
 *
 * @typedef {{
 *   type: string,
 *   open: string, between: string, close: string,
 *   frame(event: string | null, data: unknown): string,
 *   failure(error: any, inStream: boolean | 'data'): string,
 *   refusal(error: unknown): unknown,
 * }} Wire `failure` is an error after the answer began; `refusal` is one in its place
 */

/** @param {unknown} error */
const alone = (error) => error;

/** Server-sent events of Anthropic and OpenAI. @param {string} close @returns {Wire} */
export const sse = (close) => ({
  type: 'text/event-stream; charset=utf-8',
  open: '',
  between: '',
  close,
  frame: (event, data) => `${event ? `event: ${event}\n` : ''}data: ${JSON.stringify(data)}\n\n`,
  failure: (error) => `event: error\ndata: ${JSON.stringify('type' in error ? error : { type: 'error', ...error })}\n\n`,
  refusal: alone,
});

const googleEvent = (/** @type {unknown} */ data) => `data: ${JSON.stringify(data)}\r\n\r\n`;

/**
 * Google ends lines with \r\n. Its own client looks for an error in a stream as bare JSON without `data:`
 * (processStreamResponse in googleapis/js-genai); other clients have met it as an event.
 * @type {Wire}
 */
export const googleSse = {
  type: 'text/event-stream',
  open: '',
  between: '',
  close: '',
  frame: (_event, data) => googleEvent(data),
  failure: (error, inStream) => (inStream === 'data' ? googleEvent(error) : `${JSON.stringify(error, null, 2)}\n`),
  refusal: alone,
};

/** What Google streams when nobody asks for events: one array, its elements as they come. An error is an element as well. @type {Wire} */
export const jsonArray = {
  type: 'application/json; charset=UTF-8',
  open: '[',
  between: '\n,\r\n',
  close: '\n]',
  frame: (_event, data) => JSON.stringify(data),
  failure: (error) => `\n,\r\n${JSON.stringify(error)}\n]`,
  refusal: (error) => [error],
};
