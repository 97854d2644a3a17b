import type { Answer } from '#local/openai/reply-events.ts';
import type { Situation } from './situation.ts';
import { isFarewell, phrases } from './texts.ts';
import { toolPhrases as say } from './tool-texts.ts';

const PERSON = /(לדבר|להעביר|תעביר|רוצה|אפשר|תן לי|תני לי).*(נציג|סוכן|אדם|מישהו|מנהל)/;

/** Ends the call after the caller's farewell. */
export function takeLeave({ said, asked, isWishNew, isMomentNew, use }: Situation) {
  if (isWishNew || isMomentNew || !isFarewell(said, asked)) return undefined;
  const outcome = use('end_call', {});
  if (outcome && 'result' in outcome) return {};
  return { say: phrases.goodbye, ...outcome };
}

/** Transfers the caller to a person, or offers a callback. */
export function handOver({ said, asked, isYes, isNo, use, can }: Situation): Answer | undefined {
  const isOffered = asked.includes(say.offerTransfer);
  if (isOffered && isNo) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  if (!PERSON.test(said) && !(isOffered && isYes)) return undefined;
  const outcome = use('transfer_to_human', { reason: null });
  if (!outcome) {
    if (!can('request_callback')) return undefined;
    return { say: `${phrases.noTrouble} ${say.askCallTime}` };
  }
  if ('call' in outcome) return outcome;
  if (outcome.result['transferring'] === true) return { say: say.transferring };
  return { say: `${say.nobodyThere} ${say.offerCallback}` };
}
