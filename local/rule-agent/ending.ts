import type { Answer } from '#local/openai/reply-events.ts';
import type { Situation } from './situation.ts';
import { isFarewell, phrases } from './texts.ts';
import { deedPhrases as say } from './tool-texts.ts';

const PERSON = /(לדבר|להעביר|תעביר|רוצה|אפשר|תן לי|תני לי).*(נציג|סוכן|אדם|מישהו|מנהל)/;

/** Ends the call once the caller takes leave. */
export function takeLeave({ said, asked, isWishNew, isMomentNew, use }: Situation) {
  if (isWishNew || isMomentNew || !isFarewell(said, asked)) return undefined;
  const deed = use('end_call', {});
  if (deed && 'result' in deed) return {};
  return { say: phrases.goodbye, ...deed };
}

/** Hands a caller over to a person, or offers that one calls back. */
export function handOver({ said, asked, isYes, isNo, use, can }: Situation): Answer | undefined {
  const isOffered = asked.includes(say.offerTransfer);
  if (isOffered && isNo) return { say: `${phrases.noTrouble} ${phrases.anythingElse}` };
  if (!PERSON.test(said) && !(isOffered && isYes)) return undefined;
  const deed = use('transfer_to_human', { reason: null });
  if (!deed) {
    if (!can('request_callback')) return undefined;
    return { say: `${phrases.noTrouble} ${say.askCallTime}` };
  }
  if ('call' in deed) return deed;
  if (deed.result['transferring'] === true) return { say: say.transferring };
  return { say: `${say.nobodyThere} ${say.offerCallback}` };
}
