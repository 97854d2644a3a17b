import type { Template, WhatsAppSender } from 'twilio-exchange/whatsapp/sender.ts';
import type { Environment } from '#shared/config/environment.ts';
import { sendAlertReply, staffReplies } from '#shared/domain/office/staff-request.ts';
import { noticeTemplates } from '#shared/messages/notice-words.ts';
import { routes } from '#shared/routes.ts';

/** The office's WhatsApp sender in a world, and the product's variables about it. */
export type WhatsAppNumber = { readonly sender: WhatsAppSender; readonly env: Environment };

/** The office's WhatsApp number in the local world, in a range without subscribers. */
const WHATSAPP_NUMBER = '+97233000001';

/** The approved templates, by the product's variable for each. */
const templates = {
  WHATSAPP_REMINDER_TEMPLATE: {
    contentSid: `HX${'1'.repeat(32)}`,
    body: noticeTemplates.reminder,
  },
  WHATSAPP_FOLLOW_UP_TEMPLATE: {
    contentSid: `HX${'2'.repeat(32)}`,
    body: noticeTemplates.followUp,
  },
  WHATSAPP_STAFF_TEMPLATE: {
    contentSid: `HX${'3'.repeat(32)}`,
    body: noticeTemplates.staff,
    buttons: Object.values(staffReplies),
  },
  WHATSAPP_STAFF_ALERT_TEMPLATE: {
    contentSid: `HX${'4'.repeat(32)}`,
    body: noticeTemplates.staffAlert,
    buttons: [sendAlertReply],
  },
  WHATSAPP_ALERT_TEMPLATE: {
    contentSid: `HX${'5'.repeat(32)}`,
    body: noticeTemplates.alert,
    category: 'marketing',
  },
} as const satisfies Readonly<Record<string, Template>>;

/** Returns the office's WhatsApp sender; the product's settings override its number and templates. */
export function whatsAppNumber(publicBaseUrl: string, product: Environment): WhatsAppNumber {
  const phoneNumber = product['WHATSAPP_SENDER'] || WHATSAPP_NUMBER;
  const approved = Object.entries<Template>(templates).map(([name, template]) => ({
    name,
    template: { ...template, contentSid: product[name] || template.contentSid },
  }));
  return {
    sender: {
      phoneNumber,
      inboundUrl: publicBaseUrl + routes['whatsapp-inbound'].path,
      statusCallback: publicBaseUrl + routes['whatsapp-status'].path,
      templates: approved.map(({ template }) => template),
    },
    env: {
      WHATSAPP_SENDER: phoneNumber,
      ...Object.fromEntries(approved.map(({ name, template }) => [name, template.contentSid])),
    },
  };
}
