import type { Check } from '#commands/accept/check.ts';
import { readInteraction } from '#commands/accept/crm-access.ts';
import { readTwiml } from '#commands/accept/twiml.ts';
import { deliverMessage } from '#commands/accept/whatsapp-probe.ts';
import { Broken, NotChecked } from '#commands/deployment/verdict.ts';

/** A signed message is accepted and entered in the CRM; a withheld number gets no reply. */
export const whatsapp: Check = {
  name: 'WhatsApp message',
  async run(deployment) {
    const answer = await deliverMessage(deployment, 'signed');
    readTwiml(answer);
    const row = await readInteraction(deployment, answer.messageSid).catch(ifChecked);
    if (row === 'not-checked') return 'accepted';
    if (!row) throw new Broken(`${answer.messageSid} was accepted, and is not in interactions`);
    return 'accepted, and in interactions';
  },
};

function ifChecked(error: unknown): 'not-checked' {
  if (error instanceof NotChecked) return 'not-checked';
  throw error;
}
