import { randomUUID } from 'node:crypto';
import { fromOfficeTime, officeDay } from '#shared/domain/office/office-day.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { isOfficeOpen } from '#shared/domain/office/opening-hours.ts';
import { VIEWING_MINUTES, type Viewing, viewingId } from '#shared/domain/office/viewing.ts';
import type { MessageStage } from './stage.ts';

/** The viewings that a row moves, and its outcome. */
export interface MovedViewings extends AsyncDisposable {
  /** The words that move a viewing to the wanted time. */
  readonly words: string;
  /** Has the rival want the same time; resolves once they are answered. */
  rivalWrites(): Promise<unknown>;
  /** Returns the promises about the viewings, each with whether it is kept. */
  promises(): Promise<Readonly<Record<string, boolean>>>;
}

const HOME = 'GV-301';
const DAY_MS = 24 * 3_600_000;
/** Three o'clock, until which an office is open on a workday. */
const WANTED = 'T15:00';
/** The times of that day at which the viewings stand before. */
const BEFORE = ['T10:00', 'T11:00'];
const weekday = new Intl.DateTimeFormat('he-IL', { weekday: 'long', timeZone: 'Asia/Jerusalem' });

/** The first digits of rivals' numbers, in a range without subscribers. */
const RIVALS = '+972500003';

/** Returns the number of the rival of a customer. */
export function rivalOf(contact: string): string {
  return `${RIVALS}${contact.slice(-3)}`;
}

/** Books a viewing of one home for a customer, and for a rival of theirs. */
export async function bookMovedViewings(
  stage: MessageStage,
  contacts: readonly string[],
): Promise<MovedViewings> {
  const now = Date.now();
  const wanted = nextWorkday(now);
  const { viewings } = stage;
  for (const [index, contact] of contacts.entries()) {
    const at = fromOfficeTime(`${officeDay(wanted)}${BEFORE[index]}`) ?? now;
    const booking = await viewings.book({
      id: viewingId(HOME, at),
      contact,
      listing_id: HOME,
      at,
      status: 'booked',
      source_id: randomUUID(),
      created_at: now,
    });
    if ('refused' in booking) throw new Error(`No viewing was booked: ${booking.refused}.`);
  }
  const bookedOf = async (contact: string): Promise<Viewing[]> =>
    (await viewings.ofContact(contact, now)).filter(({ status }) => status === 'booked');
  const words = `אפשר להזיז את הביקור ל${weekday.format(wanted)} בשלוש?`;
  const rivals = contacts.slice(1);

  return {
    words,
    rivalWrites: () =>
      Promise.all(
        rivals.map((rival) => {
          const customer = stage.world.exchange.whatsApp.customer(rival);
          return customer.write({ text: words }).posted;
        }),
      ),
    async promises() {
      const theirs = await Promise.all(contacts.map(bookedOf));
      const replies = await Promise.all(contacts.map(stage.rowsOf));
      const isTold = (index: number, words: string) =>
        replies[index]?.some(({ reply_text = '' }) => reply_text.includes(words)) ?? false;
      const has = theirs.map(([viewing]) => viewing?.at === wanted);
      return {
        'each contact has one viewing': theirs.every(({ length }) => length === 1),
        'the half hour has one viewing': has.filter(Boolean).length === 1,
        'who has it was told so': has.every(
          (isTheirs, index) => !isTheirs || isTold(index, 'קבעתי'),
        ),
        'who has it not was offered others': has.every(
          (isTheirs, index) => isTheirs || (isTold(index, 'פנוי') && !isTold(index, 'קבעתי')),
        ),
      };
    },
    async [Symbol.asyncDispose]() {
      for (const viewing of (await Promise.all(contacts.map(bookedOf))).flat()) {
        await viewings.cancel(viewing);
      }
    },
  };
}

/** Returns the wanted time of the next day on which homes are shown then. */
function nextWorkday(now: number): number {
  const settings = { ...defaultSettings, keeps_holidays: false };
  for (let ahead = 1; ahead <= 7; ahead += 1) {
    const at = fromOfficeTime(`${officeDay(now + ahead * DAY_MS)}${WANTED}`);
    if (at !== undefined && isOfficeOpen(settings, at, VIEWING_MINUTES)) return at;
  }
  throw new Error('A week has no workday.');
}
