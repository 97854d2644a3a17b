import * as z from 'zod/mini';
import { messageSid, party } from './forms.ts';

/** WhatsApp's own limit for what people write; what is longer is not read. */
const MAX_BODY_CHARS = 4_096;
/** Labels, addresses and types: what no person writes at length. */
const MAX_LABEL_CHARS = 512;

const cut = (maxChars: number) =>
  z.pipe(
    z.string(),
    z.transform((text: string) => text.slice(0, maxChars).trim()),
  );
const label = z.optional(cut(MAX_LABEL_CHARS));
/** Where the contents of a message stand; only the name at its end is used. */
const mediaUrl = z.pipe(
  z.string(),
  z.transform((url: string) => /\/Media\/(ME[0-9a-f]{32})$/.exec(url)?.[1]),
);

/** What Twilio posts of a message on WhatsApp, as far as it is read. */
export const inboundForm = z.object({
  MessageSid: messageSid,
  From: party,
  To: party,
  Body: z.optional(cut(MAX_BODY_CHARS)),
  MediaUrl0: z.optional(mediaUrl),
  MediaContentType0: label,
  ButtonText: label,
  ListTitle: label,
  ListDescription: label,
  Latitude: label,
  Longitude: label,
  Address: label,
  Label: label,
  OriginalRepliedMessageSid: label,
});

export type InboundForm = z.output<typeof inboundForm>;
