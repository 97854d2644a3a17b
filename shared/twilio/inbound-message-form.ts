import * as z from 'zod/mini';
import { messageSid, party } from './forms.ts';

/** WhatsApp's limit for a message; a longer text is cut. */
const MAX_BODY_CHARS = 4_096;
/** The limit for labels, addresses and types, which are short. */
const MAX_LABEL_CHARS = 512;

const cut = (maxChars: number) =>
  z.pipe(
    z.string(),
    z.transform((text: string) => text.slice(0, maxChars).trim()),
  );
const label = z.optional(cut(MAX_LABEL_CHARS));
/** The URL of an attachment, reduced to its sid; the rest is never used. */
const mediaUrl = z.pipe(
  z.string(),
  z.transform((url: string) => /\/Media\/(ME[0-9a-f]{32})$/.exec(url)?.[1]),
);

/** The parameters of an incoming WhatsApp message that are read: https://www.twilio.com/docs/messaging/guides/webhook-request */
export const inboundForm = z.object({
  MessageSid: messageSid,
  From: party,
  To: party,
  WaId: label,
  ProfileName: label,
  Body: z.optional(cut(MAX_BODY_CHARS)),
  MediaUrl0: z.optional(mediaUrl),
  MediaContentType0: label,
  ButtonText: label,
  ButtonPayload: label,
  ListTitle: label,
  ListDescription: label,
  Latitude: label,
  Longitude: label,
  Address: label,
  Label: label,
  OriginalRepliedMessageSid: label,
});

export type InboundForm = z.output<typeof inboundForm>;
