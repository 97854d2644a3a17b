import { randomBytes } from 'node:crypto';
import type { Deployment } from '#commands/deployment/deployment.ts';
import type { Answer, Signing } from '#commands/deployment/requests.ts';
import { NotChecked } from '#commands/deployment/verdict.ts';
import { PROBE_SUFFIX, PROBE_WRITER } from '#shared/domain/calls/probe.ts';

/** The webhook that receives the messages of customers. */
export const WHATSAPP_PATH = '/webhook/whatsapp/inbound';

const TEXT = 'בדיקת קבלה';

/**
 * Delivers a message that Twilio does not know, and returns the answer.
 * @throws {NotChecked} where the deployment has no such route.
 */
export async function deliverMessage(
  { requests, twilio }: Deployment,
  signing: Signing,
): Promise<Answer & { readonly messageSid: string }> {
  const messageSid = `SM${PROBE_SUFFIX}${randomBytes(8).toString('hex')}`;
  const fields = {
    AccountSid: twilio?.accountSid ?? '',
    ApiVersion: '2010-04-01',
    MessageSid: messageSid,
    SmsMessageSid: messageSid,
    SmsSid: messageSid,
    SmsStatus: 'received',
    MessageType: 'text',
    NumMedia: '0',
    NumSegments: '1',
    From: PROBE_WRITER,
    To: PROBE_WRITER,
    WaId: PROBE_WRITER.replace(/\D/g, ''),
    ProfileName: '',
    Body: TEXT,
  };
  const answer = await requests.post(WHATSAPP_PATH, fields, signing);
  if (answer.status === 404) throw new NotChecked('this deployment does not have WhatsApp');
  return { ...answer, messageSid };
}
