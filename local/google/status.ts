import { type grpc, Status } from 'google-gax';

/** The statuses with which Google's synthesis fails in practice, by their wire names. */
export type GoogleStatus = 'RESOURCE_EXHAUSTED' | 'INTERNAL' | 'UNAVAILABLE';

/** What can be asked of the stand-in, by the names under which its faults are set. */
export type GoogleOperation = 'stream' | 'synthesize' | 'voices';

/** What can go wrong with an answer; `garbage` is no gRPC, `silence` is audio of the right length in which nobody speaks. */
export type GoogleFault =
  | { readonly kind: 'status'; readonly status: GoogleStatus }
  | { readonly kind: 'hang' | 'hang-midway' | 'drop' | 'garbage' | 'silence' };

/** The end of a call with an error, as gRPC carries it. */
export function statusOf(status: keyof typeof Status, details: string): Partial<grpc.StatusObject> {
  return { code: Status[status], details };
}

/** The status that a fault stands for. */
export function outage(status: GoogleStatus): Partial<grpc.StatusObject> {
  if (status === 'RESOURCE_EXHAUSTED') {
    return statusOf(status, 'Resource has been exhausted (e.g. check quota).');
  }
  return statusOf(status, 'The stand-in was told to fail.');
}
