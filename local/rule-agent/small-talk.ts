import { phrases } from './texts.ts';

/** Other topics of callers, with answers that need no knowledge of the office. */
const TOPICS: readonly [RegExp, string][] = [
  [/(לדבר|להעביר|תעביר|רוצה|אפשר).*(נציג|סוכן|אדם|מישהו|מנהל)/, phrases.callBack],
  [/שעות|פתוחים|סגורים|פתוח|סגור/, phrases.hours],
  [/כתובת|איפה (אתם|המשרד)|היכן/, phrases.address],
  [/כמה .*עול|מה המחיר|מחירים/, phrases.price],
];

export type Talk = {
  readonly said: string;
  readonly asked: string;
  /** Whether the caller's wish is known. */
  readonly isKnown: boolean;
  /** The next open question. */
  readonly question: string | undefined;
};

/** Answers a line without a wish; a person answers the questions that the agent cannot. */
export function smallTalk({ said, asked, isKnown, question }: Talk): string {
  if (/^(כן|בטח|בבקשה)/.test(said) && asked.includes(phrases.anythingElse)) return phrases.whatElse;
  const answer = TOPICS.find(([words]) => words.test(said))?.[1];
  if (answer) return `${answer} ${phrases.anythingElse}`;
  if (/תודה/.test(said)) return `${phrases.noTrouble} ${phrases.anythingElse}`;
  if (!isKnown && /שלום|הלו|היי|בוקר טוב|ערב טוב/.test(said)) return phrases.welcome;
  return `${phrases.sorry} ${question ?? phrases.anythingElse}`;
}
