/** A failure that a person can act on: the message is one sentence and is shown without a stack, `tail` is the end of a log. */
export class Failure extends Error {
  /**
   * @param {string} message
   * @param {{ tail?: string }} [options]
   */
  constructor(message, { tail } = {}) {
    super(message);
    this.tail = tail;
  }
}
