import type { OfficeSettings } from '#shared/domain/office/office-settings.ts';
import { isSendable } from '#shared/domain/office/quiet-times.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { Interactions, Messaging, Notices } from '#shared/ports/messages.ts';
import type { Leads, Listings } from '#shared/ports/office.ts';
import { sendNotice, type WrittenNotice } from './notice-delivery.ts';
import { reminderWords } from './notice-words.ts';
import { cancellationWords, moveWords } from './viewing-change-words.ts';

/** A viewing that a person of the office cancelled, for a reason or none, or moved to its time. */
export type ViewingChange = { readonly viewing: Viewing } & (
  | { readonly kind: 'cancelled'; readonly because: string }
  | { readonly kind: 'moved' }
);

/** The stores and the sender that tell a contact of a change. */
export type ChangeNoticeParts = {
  readonly officeName: string;
  readonly settings: OfficeSettings;
  readonly notices: Notices;
  readonly interactions: Pick<Interactions, 'recent' | 'find'>;
  readonly listings: Pick<Listings, 'find'>;
  readonly leads: Pick<Leads, 'isOptedOut' | 'optOut'>;
  /** Absent if the office has no WhatsApp. */
  readonly whatsApp:
    | {
        readonly messaging: Messaging;
        readonly sender: string;
        readonly reminderTemplate: string | undefined;
      }
    | undefined;
};

/** Whether the contact was written to; without it, the reason why a person must call them. */
export type ToldOfChange =
  | 'written'
  | 'no-whatsapp'
  | 'quiet-time'
  | 'window-closed'
  | 'opted-out'
  | 'not-sent';

/** WhatsApp takes free text for 24 hours after a contact's last message, less a margin: https://www.twilio.com/docs/whatsapp/key-concepts#conversational-messaging-on-whatsapp-and-the-24-hour-window */
const WINDOW_MS = 24 * 3_600_000 - 5 * 60_000;
/** More interactions than a busy contact has in a day. */
const READ = 30;

/**
 * Writes to a contact, once, that the office changed their viewing. Within 24 hours of their last message it is
 * free text. After that only a move can be told, by the reminder's template.
 * @throws VendorFailed if it is not known whether the message left
 */
export async function tellOfChange(
  parts: ChangeNoticeParts,
  change: ViewingChange,
  now: number,
): Promise<ToldOfChange> {
  const { settings, whatsApp, interactions } = parts;
  const { viewing, kind } = change;
  if (!whatsApp) return 'no-whatsapp';
  if (!isSendable(settings, now)) return 'quiet-time';
  const content = await contentOf(parts, change, now);
  if (!content) return 'window-closed';
  const id = `viewing-${kind}-${viewing.source_id}`;
  const notice = { id, contact: viewing.contact, sender: whatsApp.sender, ...content };
  const { messaging } = whatsApp;
  if ((await sendNotice({ ...parts, messaging }, notice, true)) === 'held') return 'not-sent';
  const row = await interactions.find({ channel: 'whatsapp', external_sid: id });
  if (row?.status !== 'failed') return 'written';
  return (row as { failure?: string }).failure === 'opted-out' ? 'opted-out' : 'not-sent';
}

/** Returns the text or the filled template of a notice; undefined if neither may be sent. */
async function contentOf(
  { officeName, settings, listings, interactions, whatsApp }: ChangeNoticeParts,
  change: ViewingChange,
  now: number,
): Promise<Pick<WrittenNotice, 'text' | 'templateSid' | 'variables'> | undefined> {
  const { contact, listing_id, at } = change.viewing;
  const [listing, recent] = await Promise.all([
    listings.find(listing_id),
    interactions.recent(contact, READ),
  ]);
  const told = { at, listing, officeName };
  const hasWritten = recent.some(
    ({ channel, entered_by, created_at }) =>
      channel === 'whatsapp' && entered_by !== undefined && created_at > now - WINDOW_MS,
  );
  if (hasWritten) {
    const isMove = change.kind === 'moved';
    return {
      text: isMove ? moveWords(told, settings) : cancellationWords(told, settings, change.because),
    };
  }
  const templateSid = whatsApp?.reminderTemplate;
  if (change.kind === 'cancelled' || !templateSid) return undefined;
  return { ...reminderWords(officeName, told, settings), templateSid };
}
