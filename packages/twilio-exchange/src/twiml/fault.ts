/**
 * A document or a verb that cannot be run. The code is logged, then the call goes to its fallback URL.
 * @see https://www.twilio.com/docs/api/errors
 */
export class TwimlFault extends Error {
  override readonly name = 'TwimlFault';
  readonly code: number;

  constructor(code: number, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
  }
}
