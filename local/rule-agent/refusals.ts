import { matterPhrases } from './matter-texts.ts';
import { toolPhrases as say } from './tool-texts.ts';

/** Returns the reason why a time was refused, with a question for another or an alternative. */
export function refusalTold(result: Readonly<Record<string, unknown>>, another: string): string {
  switch (result['reason']) {
    case 'past':
      return `${say.past} ${another}`;
    case 'too_far':
      return `${say.tooFar} ${another}`;
    case 'closed':
      return `${say.closed} ${another}`;
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
