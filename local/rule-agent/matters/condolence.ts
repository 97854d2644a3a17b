import type { Answer } from '#local/openai/reply-events.ts';
import type { Situation } from '#local/rule-agent/situation.ts';
import { missingIn } from '#local/rule-agent/wishes/missing-details.ts';
import { phrases } from '#local/rule-agent/words/texts.ts';
import { matterPhrases as say } from './matter-texts.ts';

const HOME = /דיר[הת]|(?<![א-ת])ה?בית(?![א-ת])|נכס/;
const SEEKS = /מחפש|צרי(?:ך|כה)|לשכור|לקנות/;

/** Condoles with a caller, and goes on with the home that was left or is needed. */
export function condole({ said, wanted }: Situation): Answer {
  if (wanted.deal) return { say: `${say.condolence} ${missingIn(wanted) ?? say.askHelp}` };
  if (!HOME.test(said)) return { say: `${say.condolence} ${say.askHelp}` };
  const question = SEEKS.test(said) ? phrases.askRentOrBuy : phrases.askOwnDeal;
  return { say: `${say.condolence} ${question}` };
}
