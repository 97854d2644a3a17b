import * as z from 'zod/mini';
import { MAIL_TAG } from '#shared/adapters/aws/mail-tag.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import type { StaffMessageReport } from '#shared/ports/staff-messages.ts';
import {
  isTellingId,
  noteStaffReport,
  type StaffReportParts,
} from '#shared/telling/staff-report.ts';

/**
 * The part of an event of SES that is read:
 * https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
const mailEvent = z.object({
  detail: z.object({
    eventType: z.string(),
    mail: z.object({
      messageId: z.string(),
      tags: z._default(z.record(z.string(), z.array(z.string())), {}),
    }),
    bounce: z.optional(z.object({ bounceType: z.string(), bounceSubType: z.string() })),
  }),
});

/**
 * Returns the handler of an event of SES about a mail. A late or repeated event changes nothing.
 * The handler throws `ZodError` for any other event.
 */
export function mailReport(parts: StaffReportParts) {
  return async (event: unknown): Promise<void> => {
    const { detail } = z.parse(mailEvent, event);
    const { eventType: type, mail } = detail;
    const id = mail.tags[MAIL_TAG]?.[0];
    const report = reportOf(detail);
    log.info('mail.status', { id, sid: mail.messageId, type });
    if (report && id && isTellingId(id)) await noteStaffReport(parts, id, report);
  };
}

/** Returns the report that an event is; undefined for one that decides nothing, such as a delay. */
function reportOf({
  eventType,
  mail,
  bounce,
}: z.output<typeof mailEvent>['detail']): StaffMessageReport | undefined {
  const sid = mail.messageId;
  switch (eventType) {
    case 'Send':
      return { state: 'sent', sid };
    case 'Delivery':
      return { state: 'delivered', sid };
    case 'Bounce':
      // An automatic answer is a transient bounce too: then the person is away, and another one is told.
      return { state: 'failed', failure: `bounced ${bounce?.bounceType} ${bounce?.bounceSubType}` };
    case 'Complaint':
      return { state: 'failed', failure: 'complained' };
    case 'Reject':
    case 'Rendering Failure':
      return { state: 'failed', failure: 'rejected' };
    default:
      return undefined;
  }
}

/** Starts on an event that SES publishes to EventBridge; answers nothing. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return mailReport({
    staffMessages: dynamoStaffMessages(db),
    tellings: dynamoTellings(db),
    untoldViewings: dynamoUntoldViewings(db),
  });
});
