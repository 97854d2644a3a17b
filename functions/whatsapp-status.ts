import * as z from 'zod/mini';
import { eventbridgeScheduler } from '#shared/adapters/aws/schedules.ts';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoStaffMessages } from '#shared/adapters/dynamo/staff-messages.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { dynamoUntoldViewings } from '#shared/adapters/dynamo/untold-viewings.ts';
import type { Config } from '#shared/config/config.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { lateReplyName } from '#shared/domain/messages/late-reply.ts';
import { isDone, messageKey } from '#shared/domain/messages/message.ts';
import { toContact } from '#shared/domain/office/contact.ts';
import { lazily, noContent } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log } from '#shared/log.ts';
import { noteFailed } from '#shared/messages/delivery.ts';
import type { Interactions, MessageReport } from '#shared/ports/messages.ts';
import type { Leads, Schedules, Secrets } from '#shared/ports/office.ts';
import type { StaffMessageReport } from '#shared/ports/staff-messages.ts';
import { survive } from '#shared/survival.ts';
import {
  isTellingId,
  noteStaffReport,
  type StaffReportParts,
} from '#shared/telling/staff-report.ts';
import { messageSid, party } from '#shared/twilio/forms.ts';

type Parts = {
  readonly config: Pick<Config, 'publicBaseUrl'>;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly interactions: Pick<Interactions, 'note' | 'raise'>;
  readonly leads: Pick<Leads, 'optOut'>;
  readonly schedules: Pick<Schedules, 'cancel'>;
} & StaffReportParts;

const statusForm = z.object({
  MessageSid: messageSid,
  MessageStatus: z.string().check(z.maxLength(32)),
  To: z.optional(party),
  ErrorCode: z.optional(z.string()),
  /** The product's own id of the message, and the number of its part. */
  id: z.optional(z.string().check(z.regex(/^[\w.-]{1,66}$/))),
});

/**
 * Twilio's statuses that go beyond its own acceptance of the message:
 * https://www.twilio.com/docs/messaging/guides/track-outbound-message-status.
 */
const statuses: Readonly<Record<string, MessageReport['status']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'failed',
  undelivered: 'failed',
};

/** Returns the handler of a reply's or a notice's delivery status; a late report changes nothing. */
export function whatsappStatus(parts: Parts) {
  const { config, secrets, interactions, leads, schedules } = parts;
  const disarm = async (message: Interaction | undefined) => {
    if (!message || !isDone(message)) return;
    const cancelled = schedules.cancel(lateReplyName(message.external_sid));
    await survive('message.not-disarmed', cancelled);
  };

  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: statusForm,
      async answer({ MessageSid: replySid, MessageStatus, To = '', ErrorCode, id = replySid }) {
        const status = statuses[MessageStatus];
        const message = messageKey(id.replace(/\.\d$/, ''));
        const errorCode = Number(ErrorCode) || undefined;
        log.info('message.status', { id, replySid, status: MessageStatus, code: errorCode });
        if (isTellingId(id)) {
          if (status)
            await noteStaffReport(parts, id, staffReport({ status, replySid, errorCode }));
        } else if (status === 'failed') {
          const contact = toContact(To);
          const report = { errorCode, replySid };
          await disarm(await noteFailed({ interactions, leads }, { ...message, contact }, report));
        } else if (status) {
          await disarm(await interactions.raise(message, { status, replySid }));
        }
        return noContent();
      },
    },
  );
}

function staffReport({ status, replySid, errorCode = 0 }: MessageReport): StaffMessageReport {
  if (status === 'failed') return { state: 'failed', failure: `refused ${errorCode}` };
  return { state: status === 'sent' ? 'sent' : 'delivered', sid: replySid };
}

/** Starts on Twilio's message status callback; answers 204. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return whatsappStatus({
    config,
    secrets: secretsOf(config),
    interactions: dynamoInteractions(db),
    leads: dynamoLeads(db),
    schedules: eventbridgeScheduler(config.schedules),
    staffMessages: dynamoStaffMessages(db),
    tellings: dynamoTellings(db),
    untoldViewings: dynamoUntoldViewings(db),
  });
});
