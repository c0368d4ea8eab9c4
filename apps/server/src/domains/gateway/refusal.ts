/** A call that we refuse or could not make, before each protocol puts it in its own form. The message says what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** Of our answer. */
  readonly status: number;
  /** A short stable word, which the ledger keeps where there is a row. */
  readonly reason: string;
  /** Of our answer too. */
  readonly headers: Readonly<Record<string, string>>;
  /** The budget that refuses; '' for none. */
  readonly quotaId: string;

  constructor(status: number, reason: string, message: string, headers: Record<string, string> = {}, quotaId = '') {
    super(message);
    this.quotaId = quotaId;
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }
}

export const unavailable = () =>
  new Refusal(503, 'unavailable', 'Open ACE cannot check or record this call at the moment, so it was not made. Try again shortly.');
