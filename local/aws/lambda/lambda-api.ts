import type { VendorAnswer, VendorRequest } from '#local/aws/vendor-server.ts';
import { InvalidInput } from '#shared/errors.ts';

/** The largest payload Lambda takes: 6 MB. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The result of an invocation; with `functionError` the payload is an error report. */
export type InvokeResult = { readonly payload: unknown; readonly functionError?: 'Unhandled' };

/** An invocation was refused because its function already runs as often as it may. */
export class TooManyRequests extends Error {
  override readonly name: string = 'TooManyRequests';
}

/** The operations of Lambda that the world uses. */
export interface Lambda {
  /**
   * Runs a function and returns its result.
   * @throws InvalidInput where the function does not exist
   * @throws TooManyRequests where it already runs as often as it may
   */
  invoke(functionName: string, event: unknown): Promise<InvokeResult>;
  /** Runs the function later, as an asynchronous invocation with two retries. */
  invokeLater(functionName: string, event: unknown): void;
}

/** Answers a request of Lambda's Invoke API (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html). */
export async function answerInvoke(
  { method, path, headers, body }: VendorRequest,
  lambda: Lambda,
): Promise<VendorAnswer> {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path)?.[1];
  if (method !== 'POST' || !name) {
    return refusal(404, 'UnknownOperationException', 'Not part of this stand-in.');
  }
  const event = parsed(body);
  if (event === 'not-json') {
    return refusal(400, 'InvalidRequestContentException', 'Could not parse the payload as JSON.');
  }
  if (headers['x-amz-invocation-type'] === 'Event') {
    lambda.invokeLater(name, event.value);
    return { status: 202 };
  }
  try {
    const { payload, functionError } = await lambda.invoke(name, event.value);
    const told = functionError ? { 'x-amz-function-error': functionError } : {};
    return {
      status: 200,
      headers: { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST', ...told },
      body: JSON.stringify(payload),
    };
  } catch (error) {
    if (error instanceof TooManyRequests) return throttled;
    if (!(error instanceof InvalidInput)) throw error;
    return refusal(404, 'ResourceNotFoundException', `Function not found: ${name}`);
  }
}

/** Returns an error in the JSON of Lambda's API. */
export function refusal(status: number, type: string, message: string): VendorAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': type },
    body: JSON.stringify({ Type: status < 500 ? 'User' : 'Service', message }),
  };
}

/** The answer to an invocation past the reserved concurrency of its function. */
const throttled: VendorAnswer = {
  status: 429,
  headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'TooManyRequestsException' },
  body: JSON.stringify({
    Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
    Type: 'User',
    message: 'Rate Exceeded.',
  }),
};

// Lambda takes an empty payload for an empty object.
function parsed(body: Buffer): { readonly value: unknown } | 'not-json' {
  try {
    return { value: JSON.parse(body.length > 0 ? body.toString() : '{}') };
  } catch {
    return 'not-json';
  }
}
