import type { HomeNews, Listing } from '#shared/domain/listings/listing.ts';
import { addressTold, type HouseNumberSetting } from '#shared/domain/listings/told-address.ts';
import { momentInWords } from '#shared/domain/office/moment-words.ts';
import { MAX_BLANK_CHARS } from '#shared/domain/office/staff-message.ts';
import { beginningOf } from './splitting.ts';

/** The texts of the templates as submitted for WhatsApp's approval, with variables as `{{1}}`. */
export const noticeTemplates = {
  reminder:
    'שלום, כאן {{1}}. תזכורת לביקור שלכם: {{2}}, {{3}}. לשינוי או לביטול אפשר להשיב כאן. מי שלא רוצה לקבל הודעות ישיב "הסר".',
  followUp:
    'שלום, כאן {{1}}. תודה שהתקשרתם. {{2}} אפשר להמשיך כאן בכל שאלה. מי שלא רוצה לקבל הודעות ישיב "הסר".',
  /** With the quick replies of `staff-replies.ts`. */
  staff: 'שלום {{1}}, הודעה מהמערכת של המשרד: {{2}} · אפשר להשיב כאן.',
  /** With the quick reply `sendAlertReply`, whose payload holds the blank `{{3}}`. */
  staffAlert: 'שלום {{1}}, הודעה מהמערכת של המשרד: {{2}} בלי אישור שלכם לא נשלח דבר.',
  /** An advertisement names itself in its first word, says whose it is, and offers a way out. */
  alert:
    'פרסומת: שלום, כאן {{1}}. {{2}}: {{3}}. לפרטים או לתיאום ביקור אפשר להשיב כאן. מי שלא רוצה לקבל הודעות ישיב "הסר".',
} as const;

/** A template's variables, by number, and the resulting text. */
export type FilledTemplate = {
  readonly variables: Readonly<Record<string, string>>;
  readonly text: string;
};

/** The most homes in a follow-up: callers remember no more of a call. */
const MAX_LISTINGS = 3;

/** Returns the filled template that reminds of a viewing. */
export function reminderWords(
  officeName: string,
  { at, listing }: { readonly at: number; readonly listing: Listing | undefined },
  settings: HouseNumberSetting,
): FilledTemplate {
  const place = listing ? placeOf(listing, settings, true) : 'הכתובת שנמסרה לכם';
  return fill(noticeTemplates.reminder, [officeName, momentInWords(at), place]);
}

/** The content of a follow-up. */
export type FollowUp = {
  readonly hasLeftVoicemail: boolean;
  readonly viewings: readonly { readonly at: number; readonly listing: Listing | undefined }[];
  /** The homes that the call was about. */
  readonly listings: readonly Listing[];
};

/** Returns the filled template that sums a call up for the caller. */
export function followUpWords(
  officeName: string,
  { hasLeftVoicemail, viewings, listings }: FollowUp,
  settings: HouseNumberSetting,
): FilledTemplate {
  const homes = listings
    .slice(0, MAX_LISTINGS)
    .map((listing) => homeInWords(listing, settings))
    .join('; ');
  const sentences = [
    hasLeftVoicemail && 'קיבלנו את ההודעה שהשארתם ונחזור אליכם.',
    ...viewings.map(
      ({ at, listing }) =>
        `נקבע ביקור: ${momentInWords(at)}${listing ? `, ${placeOf(listing, settings, true)}` : ''}.`,
    ),
    homes && `דיברנו על: ${homes}.`,
  ].filter((sentence): sentence is string => Boolean(sentence));
  const told = sentences.length > 0 ? sentences.join(' ') : 'הפנייה שלכם נרשמה אצלנו.';
  return fill(noticeTemplates.followUp, [officeName, told]);
}

/** Returns the filled template that tells a person of the office. */
export function staffWords(name: string, text: string): FilledTemplate {
  return fill(noticeTemplates.staff, [name, text]);
}

const headlines: Readonly<Record<HomeNews['kind'], string>> = {
  new: 'נכס חדש שמתאים לבקשה שלכם',
  cheaper: 'ירד המחיר של נכס שמתאים לבקשה שלכם',
  back: 'נכס שמתאים לבקשה שלכם חזר לשוק',
};

/** Returns the filled template that tells a contact of a home. */
export function alertWords(
  officeName: string,
  { listing, news }: { readonly listing: Listing; readonly news: HomeNews },
  settings: HouseNumberSetting,
): FilledTemplate {
  const home = `${homeInWords(listing, settings)}${priceBefore(news)}`;
  return fill(noticeTemplates.alert, [officeName, headlines[news.kind], home]);
}

const staffHeadlines: Readonly<Record<HomeNews['kind'], string>> = {
  new: 'נכס חדש',
  cheaper: 'ירד המחיר',
  back: 'חזר לשוק',
};

/** Returns the question whether contacts may be told of a home, as its broker reads it. */
export function alertQuestion(
  listing: Listing,
  { news, people }: { readonly news: HomeNews; readonly people: number },
): string {
  const home = `${homeInWords(listing, { house_number: 'told' })}${priceBefore(news)}`;
  const fitting = people === 1 ? 'אדם אחד מתאים' : `${people} אנשים מתאימים`;
  return `${staffHeadlines[news.kind]}: ${home}. ${fitting}. כדי לשלוח הודעה לכל אחד, השיבו "שלחו".`;
}

function priceBefore({ from_ils: before }: HomeNews): string {
  return before === undefined ? '' : `, במקום ${before.toLocaleString('en-US')} ₪`;
}

function placeOf(listing: Listing, settings: HouseNumberSetting, isBooked: boolean): string {
  const street = addressTold(listing, settings, isBooked);
  return [street ?? listing.neighbourhood, listing.city].filter(Boolean).join(', ');
}

function homeInWords(listing: Listing, settings: HouseNumberSetting): string {
  const { rooms, price_ils, deal } = listing;
  const size = rooms === 1 ? 'חדר אחד' : rooms && `${rooms} חדרים`;
  const price = `${price_ils.toLocaleString('en-US')} ₪${deal === 'rent' ? ' לחודש' : ''}`;
  return `${placeOf(listing, settings, false)} (${[size, price].filter(Boolean).join(', ')})`;
}

function fill(template: string, blanks: readonly string[]): FilledTemplate {
  // WhatsApp refuses variables that are empty or have line breaks.
  const filled = blanks.map((blank) =>
    beginningOf(blank.replace(/\s+/g, ' ').trim(), MAX_BLANK_CHARS),
  );
  return {
    variables: Object.fromEntries(filled.map((blank, index) => [String(index + 1), blank])),
    text: template.replace(/\{\{(\d)\}\}/g, (_, number) => filled[Number(number) - 1] ?? ''),
  };
}
