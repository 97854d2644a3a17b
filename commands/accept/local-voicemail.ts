import { Broken } from '#commands/deployment/verdict.ts';
import { createControlClient } from '#local/control/client.ts';
import type { WorldState } from '#local/control/running-world.ts';

/** Twilio’s number for a caller who withholds the own one; the CRM makes no contact of it. */
const WITHHELD = '+266696687';
/** A greeting, a prompt, a voicemail and the silence that would end it. */
const LONGEST_CALL_MS = 60_000;
const WORDS = 'בדיקת קבלה של המערכת';

/**
 * Calls a local world, refuses every stream of the call, leaves a voicemail, and returns the CallSid.
 * @throws {Broken} where the call fails, or the world closes during the call.
 * @throws {NoWorld} where no world answers.
 */
export async function leaveVoicemail({ controlUrl, controlToken }: WorldState): Promise<string> {
  const client = createControlClient(controlUrl, controlToken);
  const calling = client.placeCall({
    from: WITHHELD,
    steps: [{ untilBeep: true }, { say: WORDS }, { press: '#' }],
    switches: { signatureFault: 'missing', faultyUrls: '/ws/' },
    hangUpAfterMs: LONGEST_CALL_MS,
  });
  for await (const message of calling) {
    if (message.type === 'failed') throw new Broken(message.message);
    if (message.type === 'result') return message.report.callSid;
  }
  throw new Broken('the world closed during the call');
}
