/** The stream that a session holds, vouched for by its token. */
export type HeldStream = {
  readonly callSid: string;
  readonly gen: number;
  readonly streamSid: string;
};
