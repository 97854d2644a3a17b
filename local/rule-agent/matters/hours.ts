import type { Answer } from '#local/openai/reply-events.ts';
import { dayIn, holidayIn } from '#local/rule-agent/heard/days.ts';
import { toSpokenMoment } from '#local/rule-agent/heard/spoken-moments.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { holidayTold } from '#local/rule-agent/words/holiday-names.ts';
import { openQuestion, phrases } from '#local/rule-agent/words/texts.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { hoursTold, matterPhrases as say } from './matter-texts.ts';

/** A day with its hours, as the briefing and the tool write it. Commas stand between days. */
const WRITTEN = /(\d{4}-\d\d-\d\d) (?:(\d\d:\d\d)-(\d\d:\d\d)|סגור)(?: \((.+?)\)(?=, |$))?/g;
const TODAY = /היום|עכשיו|כרגע/;
/** Holidays on which offices work as on other days. */
const WORKDAY = /חנוכה|פורים|ט["״]?ו בשבט|ל["״]ג בעומר|תשעה באב|חול המועד|חוה["״]מ/;
/** Three days are enough in one answer. */
const TOLD_AT_ONCE = 3;

/** Tells the hours of the day or holiday that the caller asks about; of today, where they name none. */
export function tellHours(situation: Situation): Answer | undefined {
  const { briefing, said, asked: before, use } = situation;
  const next = openQuestion(before) ?? phrases.anythingElse;
  const asked = dayAsked(situation);
  if (!asked) return { say: `${hoursTold(briefing.today)} ${next}` };
  const known = asked.day ? hoursIn(briefing.week, asked.day) : [];
  if (known.length > 0) return { say: `${known.join(' ')} ${next}` };
  const outcome = use('office_hours', asked);
  if (outcome && 'call' in outcome) return outcome;
  const days = outcome ? [outcome.result['days'] ?? []].flat().join(', ') : '';
  const told = hoursIn(days).slice(0, TOLD_AT_ONCE);
  if (told.length > 0) return { say: `${told.join(' ')} ${next}` };
  const isUsual = outcome && !outcome.result['error'] && WORKDAY.test(said);
  return { say: isUsual ? `${say.asUsual} ${next}` : `${say.otherDays} ${phrases.offerCallback}` };
}

/** Returns whether a line asks about the hours of another day, after those of one were told: "and on Friday?" */
export function asksOn(situation: Situation): boolean {
  const { said, asked, topic } = situation;
  const isTold = topic === undefined && /המשרד (?:פתוח|סגור)|עובד אז כרגיל/.test(asked);
  return isTold && /^ו|מה (?:עם|לגבי)|^אז /.test(said) && dayAsked(situation) !== undefined;
}

function dayAsked({ said, briefing }: Pick<Situation, 'said' | 'briefing'>) {
  const holiday = holidayIn(said) ?? WORKDAY.exec(said)?.[0];
  if (holiday) return { day: null, holiday };
  const today = briefing.now?.day ?? officeDay(Date.now());
  const { day } = dayIn(said.replace(/^ו(?=[א-ת])/, ''), today, true);
  return day && day !== today && !TODAY.test(said) ? { day, holiday: null } : undefined;
}

/** Returns the hours of the days in a text, or of one of them, in words. */
function hoursIn(text: string, wanted?: string): string[] {
  return [...text.matchAll(WRITTEN)].flatMap(([, day = '', from, to, name]) => {
    if (wanted && day !== wanted) return [];
    return dayHoursTold({ day, from, to, name });
  });
}

/** The hours of one day, as far as it has any, and its holiday. */
type DayHours = {
  readonly day: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly name?: string | undefined;
};

/** Returns the hours of one day in words. */
export function dayHoursTold({ day, from, to, name }: DayHours): string {
  const holiday = name && holidayTold(name);
  const hours = from && to ? `פתוח בין ${from} ל-${to}` : 'סגור';
  return `${toSpokenMoment({ day })}${holiday ? `, ${holiday}` : ''}, המשרד ${hours}.`;
}
