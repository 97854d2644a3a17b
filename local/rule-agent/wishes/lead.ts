import type { Answer } from '#local/openai/reply-events.ts';
import type { Details } from '#local/rule-agent/heard/details.ts';
import { spokenFeatures } from '#local/rule-agent/heard/features.ts';
import { isOffer } from '#local/rule-agent/heard/wishes.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { phrases, wishTaken } from '#local/rule-agent/words/texts.ts';
import { toolPhrases as say } from '#local/rule-agent/words/tool-texts.ts';
import { alertsOffered } from './alerts.ts';
import { missingIn } from './missing-details.ts';

/** Saves an owner's offer once it has a detail, and again after each new one. */
export function saveOffer(situation: Situation): Answer | undefined {
  const { told, toldBefore, briefing, use } = situation;
  if (!isOffer(told)) return undefined;
  const lead = leadOf(told, briefing.name);
  if (JSON.stringify(lead) === JSON.stringify(leadOf(toldBefore, briefing.name))) return undefined;
  const outcome = isWorthKeeping(told) ? use('save_lead', lead) : undefined;
  const missing = missingIn(told);
  // While questions are open, the result of the tool is not told.
  if (missing)
    return outcome && 'result' in outcome
      ? {}
      : { say: acknowledged(situation, missing), ...outcome };
  if (outcome && 'call' in outcome) return outcome;
  const isLost = outcome && outcome.result['saved'] !== true;
  if (isLost) return { say: `${say.failed} ${say.offerCallback}` };
  return { say: wishTaken(told, toldBefore, missing) };
}

/** Saves the wish of a caller whose search found nothing, with the caller's consent. */
export function saveWish(situation: Situation): Answer | undefined {
  const { asked, isYes, isNo, wanted, briefing, use } = situation;
  if (!asked.includes(say.offerToNote)) return undefined;
  if (isNo) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  const outcome = isYes ? use('save_lead', leadOf(wanted, briefing.name)) : undefined;
  if (!outcome || 'call' in outcome) return outcome;
  if (outcome.result['saved'] !== true) return { say: `${say.failed} ${say.offerCallback}` };
  return { say: `${say.wishSaved} ${alertsOffered(situation) ?? phrases.anythingElse}` };
}

/** Returns the acknowledgement of what is new: of a name alone, or of the offer. */
function acknowledged({ told, toldBefore }: Situation, missing: string): string {
  const isSame =
    JSON.stringify({ ...told, name: '' }) === JSON.stringify({ ...toldBefore, name: '' });
  return isSame ? `${say.nice} ${missing}` : wishTaken(told, toldBefore, missing);
}

function isWorthKeeping({ city, rooms, shekels, street, name }: Details): boolean {
  return [city, rooms, shekels, street, name].some((detail) => detail !== undefined);
}

/** Returns the arguments that save a wish or an offer. */
export function leadOf(details: Details, knownName: string | undefined) {
  const { deal, city, rooms, shekels, street, features, name } = details;
  const isOffered = isOffer(details);
  // The home that is offered has its street itself.
  const notes = [
    !isOffered && street && `רחוב ${street}`,
    ...features.map((one) => spokenFeatures[one].told),
  ];
  return {
    name: name ?? knownName ?? null,
    deal: deal === 'buy' ? 'sale' : (deal ?? null),
    city: city ?? null,
    rooms: rooms ?? null,
    budget_ils: shekels ?? null,
    notes: notes.filter(Boolean).join(', ') || null,
    property: isOffered ? propertyOf(details) : null,
  };
}

/** Returns the home that an owner offers, as far as they told of it. */
function propertyOf({ city, street, rooms, shekels }: Details) {
  const [, name, number] = /^(.*?)(?: (\d+))?$/.exec(street ?? '') ?? [];
  return {
    kind: null,
    city: city ?? null,
    street: name || null,
    number: number ?? null,
    floor: null,
    rooms: rooms ?? null,
    sqm: null,
    asking_price_ils: shekels ?? null,
    exclusive: null,
  };
}
