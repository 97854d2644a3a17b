import { Broken } from '#commands/deployment/verdict.ts';
import type { WorldState } from '#local/control/running-world.ts';

/** A number without a real phone. */
const CUSTOMER = '+972500000002';
const WORDS = 'שלום';
/** Twilio waits 15 s for a webhook; the rest is for the way. */
const TIMEOUT_MS = 20_000;

/**
 * Writes to a local world as a customer; a world without WhatsApp stays as it is.
 * @throws {Broken} where the world refuses the message.
 */
export async function writeMessage({ controlUrl, controlToken }: WorldState): Promise<void> {
  const { ok, status } = await fetch(`${controlUrl}/customers/${CUSTOMER}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${controlToken}` },
    body: JSON.stringify({ messages: [{ text: WORDS }] }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!ok && status !== 404) throw new Broken(`the world refuses a customer’s message: ${status}`);
}
