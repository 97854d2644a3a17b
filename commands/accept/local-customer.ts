import { Broken } from '#commands/deployment/verdict.ts';
import type { WorldState } from '#local/control/running-world.ts';

/** A customer whom no real phone belongs to. */
const CUSTOMER = '+972500000002';
const WORDS = 'שלום';
/** As long as Twilio waits for an answer, and a little for the way. */
const TIMEOUT_MS = 20_000;

/** Has a customer write to a world of this machine; one without WhatsApp is left alone. */
export async function writeMessage({ controlUrl, controlToken }: WorldState): Promise<void> {
  const { ok, status } = await fetch(`${controlUrl}/customers/${CUSTOMER}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${controlToken}` },
    body: JSON.stringify({ messages: [{ text: WORDS }] }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!ok && status !== 404) throw new Broken(`nobody could write to the world: ${status}`);
}
