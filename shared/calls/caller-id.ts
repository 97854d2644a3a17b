import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { toPhoneNumber } from '#shared/domain/office/phone-number.ts';

/** Returns our own number for the phones that are rung, or the caller's where ours is unknown. */
export function callerIdOf(call: CallLog | undefined): string | undefined {
  return toPhoneNumber(call?.to_number ?? '') ?? toPhoneNumber(call?.from_number ?? '');
}
