import { phrases } from './texts.ts';

/** What callers ask for besides a home, and what the agent can say to it without knowing the office. */
const TOPICS: readonly [RegExp, string][] = [
  [/(לדבר|להעביר|תעביר|רוצה|אפשר).*(נציג|סוכן|אדם|מישהו|מנהל)/, phrases.callBack],
  [/שעות|פתוחים|סגורים|פתוח|סגור/, phrases.hours],
  [/כתובת|איפה (אתם|המשרד)|היכן/, phrases.address],
  [/כמה .*עול|מה המחיר|מחירים/, phrases.price],
];

export type Talk = {
  readonly said: string;
  readonly asked: string;
  /** Whether the agent knows what the caller wants. */
  readonly isKnown: boolean;
  /** What is still to be asked. */
  readonly question: string | undefined;
};

/** Answers what has nothing to do with a wish; what it does not know, a person will tell. */
export function smallTalk({ said, asked, isKnown, question }: Talk): string {
  if (/^(כן|בטח|בבקשה)/.test(said) && asked.includes(phrases.anythingElse)) return phrases.whatElse;
  const answer = TOPICS.find(([words]) => words.test(said))?.[1];
  if (answer) return `${answer} ${phrases.anythingElse}`;
  if (/תודה/.test(said)) return `${phrases.noTrouble} ${phrases.anythingElse}`;
  if (!isKnown && /שלום|הלו|היי|בוקר טוב|ערב טוב/.test(said)) return phrases.welcome;
  return `${phrases.sorry} ${question ?? phrases.anythingElse}`;
}
