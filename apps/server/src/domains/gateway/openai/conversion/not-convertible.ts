import { Refusal } from '../../refusal.ts';

/** What only the Responses API can do. The message says what to do instead. */
export const notConvertible = (message: string) => new Refusal(400, 'not_convertible', message);

/** What the Responses API would refuse, too. */
export const invalid = (message: string) => new Refusal(400, 'invalid_request', message);
