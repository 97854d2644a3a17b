import type { ServerResponse } from 'node:http';

/** A request that came through the control door. */
export type ControlRequest = {
  readonly method: string;
  readonly path: string;
  readonly body: () => Promise<unknown>;
  /** Where something is told while it happens. */
  readonly response: ServerResponse;
};

/** What is answered, unless it has been told already. */
export type ControlAnswer = {
  readonly status: number;
  readonly error?: string;
  readonly json?: object;
};
