import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Channel } from '#shared/domain/office/contact.ts';
import type { Lead } from '#shared/domain/office/lead.ts';
import { fromOfficeTime, officeDay, toOfficeTime } from '#shared/domain/office/office-day.ts';
import type { OpeningSettings } from '#shared/domain/office/opening-hours.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { datedHoursInWords, hoursInWords } from './hours-words.ts';
import { quoted } from './quoted-words.ts';

const MAX_TASKS = 3;
const MAX_MATTER_CHARS = 80;
/** The limit of a name, a city or an address. */
export const MAX_NAME_CHARS = 60;
/** The limit of each quotation from a conversation: its beginning, and its end. */
const MAX_QUOTE_CHARS = 120;
const DAY_MS = 24 * 3_600_000;

const inIsrael = { timeZone: 'Asia/Jerusalem' } as const;
const longDay = new Intl.DateTimeFormat('he-IL', {
  ...inIsrael,
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const shortDay = new Intl.DateTimeFormat('he-IL', { ...inIsrael, day: 'numeric', month: 'long' });

const DEALS: Readonly<Record<NonNullable<Lead['deal']>, string>> = {
  rent: 'להשכרה',
  sale: 'לקנייה',
  let: 'יש להם נכס להשכיר',
  sell: 'יש להם נכס למכור',
};
const CHANNELS: Readonly<Record<Channel, string>> = {
  phone: 'שיחת טלפון',
  whatsapp: 'ווטסאפ',
};

/**
 * Returns the current time, and the dates and hours of the next seven days: a model without reasoning miscounts days.
 */
export function dayInWords(now: number, settings: OpeningSettings): string {
  // Counted from noon, a day of 23 or 25 hours still leads to the next date.
  const noon = fromOfficeTime(`${officeDay(now)}T12:00`) ?? now;
  const days = [1, 2, 3, 4, 5, 6, 7].map((ahead) => {
    return datedHoursInWords(settings, noon + ahead * DAY_MS);
  });
  const time = toOfficeTime(now).slice('2026-11-23T'.length);
  return `עכשיו ${longDay.format(now)}, ${time}\nהיום ${officeDay(now)} ${hoursInWords(settings, now)}, אחריו: ${days.join(', ')}`;
}

/** Returns what the office owes a contact already, the latest promise first: `כבר הובטח: שיחה חוזרת 2026-11-30T10:00`. */
export function owedTo(tasks: readonly Task[]): string[] {
  return tasks
    .filter(({ state }) => state === 'open')
    .toSorted((one, other) => other.created_at - one.created_at)
    .slice(0, MAX_TASKS)
    .map(({ kind, due_at, words }) => {
      const when = kind === 'call_back' ? ` ${toOfficeTime(due_at)}` : '';
      const matter = words ? `, ${quoted(words, MAX_MATTER_CHARS)}` : '';
      return `כבר הובטח: ${OWED[kind]}${when}${matter}`;
    });
}

const OWED: Readonly<Record<Task['kind'], string>> = {
  call_back: 'שיחה חוזרת',
  message_left: 'מענה להודעה קולית',
  hand_over_missed: 'שיחה מנציג',
  viewing: 'טיפול בביקור',
  owner_lead: 'שיחה על הנכס שלהם',
  chat_waits: 'תשובה בווטסאפ',
  promise: 'לטפל במה שנאמר להם',
  maintenance: 'טיפול בתקלה',
  complaint: 'טיפול בתלונה',
  cooperation: 'מענה לשיתוף פעולה',
  other: 'טיפול בפנייה',
};

/** Returns a lead's wish as text: `להשכרה, תל אביב, 3 חדרים, עד 7,000 ₪`. */
export function wishInWords({ deal, city, rooms, budget_ils }: Lead): string {
  const isOwner = deal === 'let' || deal === 'sell';
  const sum = budget_ils?.toLocaleString('en-US');
  return [
    deal && DEALS[deal],
    city && quoted(city, MAX_NAME_CHARS),
    rooms !== undefined && (rooms === 1 ? 'חדר אחד' : `${rooms} חדרים`),
    sum && (isOwner ? `מבקשים ${sum} ₪` : `עד ${sum} ₪`),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Returns a line on an earlier conversation: its beginning and its end, or the home of an alert. Without words there is none. */
export function conversationInWords({
  channel,
  created_at,
  text = '',
  reply_text = '',
  listing_id: home,
}: Interaction) {
  const reached = `${CHANNELS[channel]}, ${shortDay.format(created_at)}`;
  if (home && !text.trim()) {
    return [
      `${reached}. כתבנו להם על נכס ${quoted(home)}: "${quoted(reply_text, MAX_QUOTE_CHARS)}"`,
    ];
  }
  if (!text.trim()) return [];
  const said = quoted(text, MAX_QUOTE_CHARS);
  const reply = quoted(reply_text.slice(-MAX_QUOTE_CHARS));
  const answered = reply ? ` בסוף נענו: "${reply}"` : '';
  return [`${reached}. אמרו: "${said}"${answered}`];
}
