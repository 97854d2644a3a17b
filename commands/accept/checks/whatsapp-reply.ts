import { accountOf } from '#commands/accept/account.ts';
import type { Check } from '#commands/accept/check.ts';
import { readInteraction } from '#commands/accept/crm-access.ts';
import { lastCustomerMessage } from '#commands/accept/last-customer-message.ts';
import { writeMessage } from '#commands/accept/local-customer.ts';
import { Broken, NotChecked } from '#commands/deployment/verdict.ts';
import { waitUntil } from '#local/polling.ts';

/** The last message of a customer is answered; in a local world, a customer writes one first. */
export const whatsappReply: Check = {
  name: 'WhatsApp reply to a customer',
  isSlow: true,
  async run(deployment) {
    const account = accountOf(deployment);
    const { world, patience } = deployment;
    if (world?.twilio) await writeMessage(world);
    const sid = await lastCustomerMessage(account);
    if (!sid) throw new NotChecked('no customer wrote in the last day: write to the sender');
    const row = await waitUntil(
      () => readInteraction(deployment, sid),
      (found) => found !== undefined && found.status !== 'received',
      patience,
    );
    if (!row) throw new Broken(`${sid} is not in interactions`);
    const isAnswered = row.status !== 'received' && row.status !== 'failed';
    if (!isAnswered) throw new Broken(`${sid} is ${row.status}`);
    return `${sid} is ${row.status}`;
  },
};
