import type { Answer } from '#local/openai/reply-events.ts';
import { type FoundListing, listingsIn } from '#local/rule-agent/heard/found-listings.ts';
import { isHomeNamed } from '#local/rule-agent/heard/named-homes.ts';
import { toSpokenMoment } from '#local/rule-agent/heard/spoken-moments.ts';
import { isOffer } from '#local/rule-agent/heard/wishes.ts';
import { matterPhrases } from '#local/rule-agent/matters/matter-texts.ts';
import { messagesOffered } from '#local/rule-agent/matters/messages.ts';
import { refusalTold } from '#local/rule-agent/matters/refusals.ts';
import { chosen } from '#local/rule-agent/wishes/chosen-home.ts';
import { placeOf } from '#local/rule-agent/wishes/listing-texts.ts';
import { missingIn } from '#local/rule-agent/wishes/missing-details.ts';
import { searched } from '#local/rule-agent/wishes/search.ts';
import { isAnyTime } from '#local/rule-agent/words/free-times.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import {
  halfNoted,
  toolPhrases as say,
  viewingBooked,
} from '#local/rule-agent/words/tool-texts.ts';
import type { Situation } from './situation.ts';

const CHOICE = /הראשונה|השנייה|השניה|השלישית|האחרונה/;
const WANTS = /לראות|לבקר|ביקור|לתאם|פגישה|סיור|לקבוע/;
const MOVES = /תזיז|תדח[וי]|תקדימ|שעה אחרת|יום אחר|להזיז|לדחות|להקדים|לשנות|מועד אחר/;

/** The hours of a day that are suggested, in the morning and after work. */
const SUGGESTED = ['10:00', '16:00'];

/** Books a viewing: asks for day and hour, and confirms the booking. */
export function view(situation: Situation): Answer | undefined {
  const { topic, said, asked, wanted, moment, isMomentNew, isYes, isNo } = situation;
  if (topic !== 'viewing' || !situation.can('book_viewing')) return undefined;
  if (isAnyTime(said) && !isMomentNew) return suggestion(situation);
  if (isNo && !isMomentNew) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  if (!(isYes || isMomentNew || CHOICE.test(said) || WANTS.test(said))) return undefined;

  const isMove = movesVisit(situation);
  const isFound = situation.found.length > 0;
  const isKnown = isFound && (!situation.isWishNew || isHomeNamed(situation.dialogue));
  const missing = isKnown ? undefined : missingIn(wanted);
  if (!isMove && !wanted.deal && MOVES.test(said)) {
    return { say: `${matterPhrases.noVisit} ${say.offerCallback}` };
  }
  if (!isMove && !wanted.deal && !isKnown)
    return { say: `${phrases.noTrouble} ${phrases.askRentOrBuy}` };
  if (!isMove && missing) return { say: `${phrases.noTrouble} ${missing}` };
  if (!isMove && isOffer(wanted)) return undefined;
  if (asked.includes(say.askDayAndHour) && !isMomentNew) return undefined;
  if (!moment.day || !moment.hour) {
    const question = moment.day ? say.askHour : say.askDay;
    return { say: `${halfNoted(moment) || phrases.noTrouble} ${question}` };
  }
  return isMove ? book(situation, situation.briefing.visit) : bookFound(situation);
}

/** Suggests hours of the next day on which the office is open to a caller who names none. */
function suggestion({ briefing }: Situation): Answer {
  const [day, from = '', to = ''] =
    /(\d{4}-\d\d-\d\d) (\d\d:\d\d)-(\d\d:\d\d)/.exec(briefing.week)?.slice(1) ?? [];
  const hours = SUGGESTED.filter((hour) => hour >= from && hour < to);
  if (!day || hours.length === 0) return { say: say.askDayAndHour };
  const told = hours.map((hour, index) => toSpokenMoment(index > 0 ? { hour } : { day, hour }));
  return { say: `${say.suggested} ${told.join(', או ')}. ${say.askFreeTime}` };
}

/** Returns whether the caller moves a booked viewing, which takes no search. */
function movesVisit({ dialogue, briefing }: Situation): boolean {
  const isAsked = dialogue.some(({ speaker, text }) => speaker === 'caller' && MOVES.test(text));
  return isAsked && briefing.visit !== undefined;
}

/** Books a listing of the last search; without one, or for a new wish, it searches first. */
function bookFound(situation: Situation): Answer | undefined {
  const known = situation.isWishNew ? undefined : chosen(situation.found, situation);
  if (known) return book(situation, known.id, known);
  const outcome = searched(situation);
  if (!outcome || 'call' in outcome) return outcome;
  const listings = listingsIn(outcome.result);
  if (!listings) return { say: `${say.failed} ${say.offerCallback}` };
  const listing = chosen(listings, situation);
  if (!listing) return { say: `${say.noneFound} ${say.offerToNote}` };
  return book(situation, listing.id, listing);
}

function book(
  situation: Situation,
  listingId: string | undefined,
  listing?: FoundListing,
): Answer | undefined {
  const { use, told, briefing, moment } = situation;
  const at = `${moment.day}T${moment.hour}`;
  const name = told.name ?? briefing.name ?? null;
  const outcome = use('book_viewing', { listing_id: listingId, at, name });
  if (!outcome || 'call' in outcome) return outcome;
  if (outcome.result['booked'] !== true)
    return { say: refusalTold(outcome.result, say.askDayAndHour) };
  const booked = viewingBooked(moment, placeBooked(outcome.result['address'], listing));
  return { say: `${booked} ${messagesOffered(situation) ?? phrases.anythingElse}` };
}

/** Returns the place of a booked viewing: the address that the booking told, else what the search told. */
function placeBooked(address: unknown, listing: FoundListing | undefined): string {
  if (typeof address === 'string') return placeOf({ street: address, city: listing?.city ?? '' });
  return listing ? placeOf(listing) : '';
}
