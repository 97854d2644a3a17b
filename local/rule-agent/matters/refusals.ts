import { toSpokenMoment } from '#local/rule-agent/heard/spoken-moments.ts';
import { freeTimesTold } from '#local/rule-agent/words/free-times.ts';
import { holidayTold } from '#local/rule-agent/words/holiday-names.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import { matterPhrases } from './matter-texts.ts';

/** Returns the reason why a time was refused, with the free times or a question for another, or an alternative. */
export function refusalTold(result: Readonly<Record<string, unknown>>, another: string): string {
  const { reason, closed_for: holiday, free, last_day: lastDay } = result;
  const next = freeTimesTold(free) ?? another;
  switch (reason) {
    case 'past':
      return `${say.past} ${next}`;
    case 'too_far':
      return `${lastDay ? tooFarFor(String(lastDay), result['holiday']) : say.tooFar} ${next}`;
    case 'closed':
      return `${holiday ? closedFor(String(holiday)) : say.closed} ${next}`;
    case 'taken':
      return `${say.taken} ${next}`;
    case 'contact_busy':
      return `${say.contactBusy} ${next}`;
    case 'broker_busy':
      return `${say.brokerBusy} ${next}`;
    case 'day_full':
      return `${say.dayFull} ${next}`;
    case 'unknown_listing':
      return `${say.soldMeanwhile} ${say.offerCallback}`;
    case 'unclear_number':
      return `${say.missingDigit} ${matterPhrases.askNumber}`;
    case 'no_number':
      return another === say.askCallTime
        ? `${say.hidden} ${matterPhrases.askNumber}`
        : `${say.noNumber} ${say.offerTransfer}`;
    default:
      return `${say.failed} ${say.offerCallback}`;
  }
}

/** Returns the last day that can be booked, behind the holiday that the wanted day is. */
export function tooFarFor(lastDay: string, holiday: unknown): string {
  const named = holiday ? `ביום הזה ${holidayTold(String(holiday))}. ` : '';
  return `${named}זה רחוק מדי, אפשר לקבוע רק עד ${toSpokenMoment({ day: lastDay }).replace(/^ב/, '')}.`;
}

/** Returns the words about a holiday, or a day of the office's own. */
export function closedFor(name: string): string {
  return `המשרד סגור ביום הזה, ${holidayTold(name)}.`;
}
