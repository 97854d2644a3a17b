import type { Line } from '#commands/accept/check.ts';
import { readInteraction } from '#commands/accept/crm-access.ts';
import { readTwiml } from '#commands/accept/twiml.ts';
import { deliverMessage } from '#commands/accept/whatsapp-probe.ts';
import { Broken, NotChecked } from '#commands/deployment/verdict.ts';

/** What is written is taken in, and the CRM has it; one whom nobody can be named by is not answered. */
export const whatsapp: Line = {
  name: 'WhatsApp message',
  async check(deployment) {
    const answer = await deliverMessage(deployment, 'signed');
    readTwiml(answer);
    const row = await readInteraction(deployment, answer.messageSid).catch(ifChecked);
    if (row === 'not-checked') return 'taken in';
    if (!row) throw new Broken(`${answer.messageSid} was taken in, and is not in interactions`);
    return 'taken in, and in interactions';
  },
};

function ifChecked(error: unknown): 'not-checked' {
  if (error instanceof NotChecked) return 'not-checked';
  throw error;
}
