import type { ServerResponse } from 'node:http';

/** A request to the control server. */
export type ControlRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: () => Promise<unknown>;
  /** The response, for routes that stream messages. */
  readonly response: ServerResponse;
};

/** The answer of a route; a streaming route has sent its body itself. */
export type ControlAnswer = {
  readonly status: number;
  readonly error?: string;
  readonly json?: object;
};
