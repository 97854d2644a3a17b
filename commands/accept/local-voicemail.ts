import { Broken } from '#commands/deployment/verdict.ts';
import { createControlClient } from '#local/control/client.ts';
import type { WorldState } from '#local/control/running-world.ts';

/** What Twilio sends for a caller who withholds the number: the CRM knows nobody by it. */
const WITHHELD = '+266696687';
/** A greeting, a prompt, a message and the silence that would end it. */
const LONGEST_CALL_MS = 60_000;
const WORDS = 'בדיקת קבלה של המערכת';

/** Calls a world of this machine, where every stream of the call is refused, and leaves a message. */
export async function leaveMessage({ controlUrl, controlToken }: WorldState): Promise<string> {
  const client = createControlClient(controlUrl, controlToken);
  const calling = client.placeCall({
    from: WITHHELD,
    // What is said before the beep is lost, so it is said again.
    steps: [{ say: WORDS }, { say: WORDS }, { press: '#' }],
    switches: { signatureFault: 'missing', faultyUrls: '/ws/' },
    hangUpAfterMs: LONGEST_CALL_MS,
  });
  for await (const message of calling) {
    if (message.type === 'failed') throw new Broken(message.message);
    if (message.type === 'result') return message.report.callSid;
  }
  throw new Broken('the world closed during the call');
}
