import { fileFormat } from '#shared/domain/messages/file-format.ts';
import type { ReceivedMessage } from '#shared/domain/messages/message.ts';
import type { InboundForm } from '#shared/twilio/inbound-message-form.ts';
import { beginningOf } from './splitting.ts';

/** The length of a quoted message: enough to recognise it. */
const MAX_QUOTE_CHARS = 160;

/** The agent's placeholders for contents other than text. */
const words = {
  image: '[תמונה]',
  sticker: '[מדבקה]',
  video: '[סרטון]',
  contact: '[איש קשר]',
  file: '[קובץ]',
  location: '[מיקום]',
  empty: '[הודעה ריקה]',
} as const;

type Kind = keyof typeof words | 'voice';

/** A fetched file, with the type that its host gave it. */
type File = { readonly type: string; readonly bytes: Uint8Array };

/** Returns an inbound message with a text for the agent; a voice note's text is empty until it is transcribed. */
export function toReceivedMessage(form: InboundForm): ReceivedMessage {
  const { MessageSid: messageSid, From: from, To: to, OriginalRepliedMessageSid } = form;
  const { MediaUrl0: mediaSid, MediaContentType0: type } = form;
  return {
    messageSid,
    from,
    to,
    waId: form.WaId,
    profileName: form.ProfileName || undefined,
    text: wordsOf(form),
    media: type ? { mediaSid, type } : undefined,
    repliedTo: OriginalRepliedMessageSid || undefined,
  };
}

/** Returns the agent's text of a message, given only its body and the type of its attachment. */
export function describedMessage(body: string, type: string | undefined): string {
  const kind = type ? kindOf(type) : undefined;
  // The transcript becomes the text of a voice note later.
  if (kind === 'voice') return body;
  const text = [kind && words[kind], body].filter(Boolean).join(' ');
  return text || words.empty;
}

/** Returns whether a file is of its declared kind, by its host's word or by its first bytes. */
export function isOfKind({ type, bytes }: File, said: string): boolean {
  const format = fileFormat(bytes);
  return kindOf(type) === kindOf(said) || (format && kindOf(format)) === kindOf(said);
}

/** Returns a text with a quotation of the message that it answers. */
export function inReplyTo(quoted: string, text: string): string {
  const quote = beginningOf(quoted.replace(/\s+/g, ' '), MAX_QUOTE_CHARS);
  return `[בתשובה ל: "${quote}"] ${text}`;
}

/** Returns whether a type is that of a voice note, whose text is a transcript. */
export function isVoice(type: string | undefined): boolean {
  return type !== undefined && kindOf(type) === 'voice';
}

function wordsOf(form: InboundForm): string {
  const { Body = '', MediaContentType0, ButtonText, ListTitle } = form;
  const chosen = ButtonText || [ListTitle, form.ListDescription].filter(Boolean).join(', ');
  const location = locationIn(form);
  const text = [location, Body || chosen].filter(Boolean).join(' ');
  return describedMessage(text, MediaContentType0);
}

function locationIn({ Latitude, Longitude, Label, Address }: InboundForm): string {
  if (!Latitude || !Longitude) return '';
  const place = [Label, Address].filter(Boolean).join(', ');
  return [words.location, place, `(${Latitude}, ${Longitude})`].filter(Boolean).join(' ');
}

function kindOf(type: string): Kind {
  const [family] = type.toLowerCase().split('/');
  if (/^image\/webp/i.test(type)) return 'sticker';
  if (/vcard/i.test(type)) return 'contact';
  // A voice note is Opus in Ogg, and WhatsApp's videos never are.
  if (/\/ogg\b/i.test(type)) return 'voice';
  if (family === 'image' || family === 'video') return family;
  return family === 'audio' ? 'voice' : 'file';
}
