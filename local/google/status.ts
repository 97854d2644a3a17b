import { type grpc, Status } from 'google-gax';

/** The statuses of Google's synthesis that occur in practice, by their wire names. */
export type GoogleStatus = 'RESOURCE_EXHAUSTED' | 'INTERNAL' | 'UNAVAILABLE';

/** The operations of the stand-in, by the names under which their faults are set. */
export type GoogleOperation = 'stream' | 'synthesize' | 'voices';

/** A fault of an answer; `garbage` is not valid gRPC, `silence` is silent audio of the right length. */
export type GoogleFault =
  | { readonly kind: 'status'; readonly status: GoogleStatus }
  | { readonly kind: 'hang' | 'hang-midway' | 'drop' | 'garbage' | 'silence' };

/** Returns the error status that ends a call. */
export function statusOf(status: keyof typeof Status, details: string): Partial<grpc.StatusObject> {
  return { code: Status[status], details };
}

/** Returns the error status of a fault. */
export function outage(status: GoogleStatus): Partial<grpc.StatusObject> {
  if (status === 'RESOURCE_EXHAUSTED') {
    return statusOf(status, 'Resource has been exhausted (e.g. check quota).');
  }
  return statusOf(status, 'The stand-in was told to fail.');
}
