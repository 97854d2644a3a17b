import { cities } from '#local/rule-agent/heard/cities.ts';
import { amountIn } from '#local/rule-agent/heard/heard-sums.ts';
import { type Moment, writtenMoment } from '#local/rule-agent/heard/spoken-moments.ts';
import type { Wish } from '#local/rule-agent/heard/wishes.ts';

/** The product's notes about the time and the contact, as far as the rules read them. */
export type Briefing = {
  readonly now?: Moment | undefined;
  /** The opening hours of today, as they are written. */
  readonly today?: string | undefined;
  /** The dates and hours of the next seven days. */
  readonly week: string;
  /** The office's sentence about its fee. */
  readonly fee?: string | undefined;
  /** The names of the office's people. */
  readonly people: readonly string[];
  /** Whether a person of the office is told of what the rules note. */
  readonly isOfficeTold: boolean;
  readonly name?: string | undefined;
  /** The contact's earlier wish. */
  readonly wish?: Wish | undefined;
  /** The listing of a booked viewing. */
  readonly visit?: string | undefined;
};

/** Reads a briefing line by line; unknown lines are skipped. */
export function readBriefing(text: string): Briefing {
  const earlier = /בקשה קודמת:(.*)/.exec(text)?.[1];
  return {
    now: writtenMoment(/עכשיו.*/.exec(text)?.[0] ?? ''),
    today: /^היום [\d-]+ ([^,]+), אחריו/m.exec(text)?.[1],
    week: /^היום [^\n]*, אחריו: (.+)$/m.exec(text)?.[1] ?? '',
    fee: /^עמלה: "(.+)"$/m.exec(text)?.[1],
    people: namesIn(/^אנשי המשרד: (.+)$/m.exec(text)?.[1] ?? ''),
    isOfficeTold: !text.includes('איש במשרד לא מקבל הודעה'),
    name: /^\s*שם:\s*([^\n,(]+)/m.exec(text)?.[1]?.trim(),
    wish: earlier ? wishOf(earlier) : undefined,
    visit: /ביקור קבוע:\s*[\d-]+T[\d:]+,?\s*([\w-]+)/.exec(text)?.[1],
  };
}

function namesIn(people: string): string[] {
  return people.split(';').flatMap((one) => one.replace(/\(.*\)/, '').trim() || []);
}

function wishOf(line: string): Wish {
  const price = /[\d,]+(?=\s*(?:₪|ש["״]ח|שקל))/.exec(line)?.[0];
  const rooms = /(\d+(?:\.\d)?)\s*חדרים/.exec(line)?.[1];
  return {
    deal: /שכר|שכיר/.test(line) ? 'rent' : 'buy',
    city: cities.find((city) => line.includes(city)),
    rooms: rooms ? Number(rooms) : undefined,
    shekels: price ? amountIn(price) : undefined,
  };
}
