import type { Line } from '#shared/domain/dialogue.ts';
import { phrases, roomsNoted, wishNoted, wishRepeated } from './rule-texts.ts';
import { type Wish, wishIn } from './rule-wishes.ts';

/** What callers ask for besides a home, and what the agent can say to it without knowing the office. */
const TOPICS: readonly [RegExp, string][] = [
  [/(לדבר|להעביר|תעביר|רוצה|אפשר).*(נציג|סוכן|אדם|מישהו|מנהל)/, phrases.callBack],
  [/שעות|פתוחים|סגורים|פתוח|סגור/, phrases.hours],
  [/כתובת|איפה (אתם|המשרד)|היכן/, phrases.address],
  [/כמה .*עול|מה המחיר|מחירים/, phrases.price],
];

/** Answers the last line of a dialogue like an agent who knows no listing and no price, and invents none. */
export function replyTo(dialogue: readonly Line[]): string {
  const last = dialogue.findLastIndex(({ speaker }) => speaker === 'caller');
  const said = dialogue[last]?.text ?? '';
  const earlier = dialogue.slice(0, Math.max(0, last));
  const asked = earlier.findLast(({ speaker }) => speaker === 'agent')?.text ?? '';
  const [before, wish] = [wishIn(earlier), wishIn(dialogue)];

  if (isFarewell(said, asked)) return phrases.goodbye;
  if (JSON.stringify(wish) !== JSON.stringify(before)) return nextStep(wish, before);
  if (/^(כן|בטח|בבקשה)/.test(said) && asked.includes(phrases.anythingElse)) return phrases.whatElse;
  if (asked.includes(phrases.askDay)) return `${phrases.dayNoted} ${phrases.anythingElse}`;
  if (/לראות|לבקר|ביקור|לתאם|פגישה|סיור/.test(said)) return phrases.askDay;
  const answer = TOPICS.find(([words]) => words.test(said))?.[1];
  if (answer) return `${answer} ${phrases.anythingElse}`;
  if (/תודה/.test(said)) return `${phrases.noTrouble} ${phrases.anythingElse}`;
  if (!wish.deal && /שלום|הלו|היי|בוקר טוב|ערב טוב/.test(said)) return phrases.welcome;
  return `${phrases.sorry} ${questionAfter(wish) ?? phrases.anythingElse}`;
}

/** Takes up what has just become known, and asks for what is still missing. */
function nextStep(wish: Wish, before: Wish): string {
  const question = questionAfter(wish);
  if (!question) return `${wishRepeated(wish)} ${phrases.anythingElse}`;
  const isNewRooms = wish.rooms !== undefined && wish.rooms !== before.rooms && before.deal;
  return `${isNewRooms ? roomsNoted(wish.rooms) : wishNoted(wish)} ${question}`;
}

function questionAfter({ deal, city, rooms, shekels }: Wish): string | undefined {
  const isOwner = deal === 'let' || deal === 'sell';
  if (!deal) return phrases.askDeal;
  if (!city) return phrases.askCity;
  if (!rooms) return isOwner ? phrases.askOwnRooms : phrases.askRooms;
  if (isOwner || shekels) return undefined;
  return deal === 'rent' ? phrases.askRent : phrases.askPrice;
}

function isFarewell(said: string, asked: string): boolean {
  if (/להתראות|ביי|יום טוב|ערב נעים/.test(said)) return true;
  return asked.includes(phrases.anythingElse) && /^(לא|זהו|זה הכול|זה הכל|תודה)/.test(said.trim());
}
