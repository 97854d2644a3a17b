/** A document, or a verb in it, that cannot be run: the code that is logged before the call falls back. */
export class TwimlFault extends Error {
  override readonly name = 'TwimlFault';
  readonly code: number;

  constructor(code: number, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.code = code;
  }
}
