import type { Answer } from '#local/openai/reply-events.ts';
import { isFeature, spokenFeatures } from '#local/rule-agent/heard/features.ts';
import type { FoundListing } from '#local/rule-agent/heard/found-listings.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { chosen } from '#local/rule-agent/wishes/chosen-home.ts';
import { placeOf } from '#local/rule-agent/wishes/listing-texts.ts';
import { openQuestion, toSpokenRooms } from '#local/rule-agent/words/texts.ts';
import { toolPhrases } from '#local/rule-agent/words/tool-texts.ts';
import type { Feature } from '#shared/domain/listings/listing-features.ts';
import { matterOf } from './matters.ts';

type Detail = readonly [asked: RegExp, told: (home: FoundListing) => string | false | undefined];

/** Questions about a home that was told, and their answers from the search. */
const DETAILS: readonly Detail[] = [
  [
    /ארנונה/,
    ({ arnona_ils_two_months: sum }) => sum !== undefined && `הארנונה שם ${told(sum)} לחודשיים`,
  ],
  [
    /(?<![א-ת])ה?ועד(?![א-ת])/,
    ({ vaad_ils_monthly: sum }) => sum !== undefined && `ועד הבית שם ${told(sum)} לחודש`,
  ],
  [
    /(?:איזו|איזה|מה ה?) ?קומה|קומה (?:כמה|זה)/,
    ({ floor }) =>
      floor !== undefined && (floor === 0 ? 'הדירה בקומת קרקע' : `הדירה בקומה ${floor}`),
  ],
  [
    /כמה (?:מטר|מ["״]ר)|מה ה?(?:גודל|שטח)/,
    ({ sqm }) => sqm !== undefined && `הדירה בגודל ${sqm} מטר`,
  ],
  [/כמה חדרים/, ({ rooms }) => rooms !== undefined && `יש שם ${toSpokenRooms(rooms)}`],
  [
    /כמה (?:זה |היא |הדירה |עולה |זה עולה )*(?:עולה|מבקשים|המחיר)|מה ה?(?:מחיר|שכירות)/,
    ({ price_ils, deal }) => `המחיר ${told(price_ils)}${deal === 'rent' ? ' לחודש' : ''}`,
  ],
  [/באיזה רחוב|איפה (?:זה|היא|הדירה)/, (home) => `הדירה ${placeOf(home)}`],
];
const ASKS = /\?|^(?:ו?יש|ו?מה (?:עם|לגבי)|האם)(?![א-ת])/;

/** Answers a question about the home that was told, as far as the search told it. */
export function tellDetail(situation: Situation): Answer | undefined {
  const { said, asked, dialogue, isMomentNew } = situation;
  const isTold = dialogue.some(({ text }) => text.includes(toolPhrases.offerViewing));
  const home = isTold ? chosen(situation.found, situation) : undefined;
  const matter = matterOf(situation);
  if (!home || isMomentNew || (matter && matter !== 'detail')) return undefined;
  const detail = DETAILS.find(([words]) => words.test(said))?.[1](home) || featureOf(home, said);
  if (!detail) return undefined;
  return { say: `${detail}. ${openQuestion(asked) ?? toolPhrases.offerViewing}` };
}

/** Returns every answer about a home. */
export function detailsTold(home: FoundListing): string[] {
  const features = (home.features ?? []).filter(isFeature).map((one) => featureTold(one));
  return [...DETAILS.flatMap(([, told]) => told(home) || []), ...features];
}

function featureTold(feature: Feature): string {
  return `כן, הדירה ${spokenFeatures[feature].told}`;
}

function featureOf({ features = [] }: FoundListing, said: string): string | undefined {
  if (!ASKS.test(said)) return undefined;
  const known = features.filter(isFeature);
  const feature = known.find((one) => spokenFeatures[one].heard.test(said));
  return feature && featureTold(feature);
}

function told(sum: number): string {
  return `${sum.toLocaleString('en')} שקל`;
}
