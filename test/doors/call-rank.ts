import { type CallLog, rankOfStatus } from '#shared/domain/calls/call-log.ts';

/** Returns the rank of a call's status; 0 for a call without one. */
export function rankOf(call: CallLog | undefined): number {
  return call?.status ? rankOfStatus(call.status) : 0;
}
