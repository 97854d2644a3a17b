import type { NoticeDrop } from '#shared/domain/messages/notice.ts';
import { log } from '#shared/log.ts';
import type { Notices } from '#shared/ports/messages.ts';

/** A notice that is not sent after all, with the event and the fields of its line in the log. */
export type DroppedNotice = {
  readonly id: string;
  /** The attempts before this one; after the first, the notice has a row. */
  readonly attempt: number;
  readonly event: 'reminder.dropped' | 'follow-up.dropped';
  readonly fields: Readonly<Record<string, string>>;
};

/**
 * Logs that a notice is dropped, and says so in the row that an earlier attempt left.
 * @throws VendorFailed
 */
export async function dropNotice(
  notices: Pick<Notices, 'drop'>,
  { id, attempt, event, fields }: DroppedNotice,
  reason: NoticeDrop,
): Promise<void> {
  if (attempt > 0) await notices.drop({ id, at: Date.now() }, reason);
  log.info(event, { ...fields, reason });
}
