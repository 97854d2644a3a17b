import { accountOf } from '#commands/accept/account.ts';
import type { Line } from '#commands/accept/check.ts';
import { readInteraction } from '#commands/accept/crm-access.ts';
import { lastWritten } from '#commands/accept/last-customer-message.ts';
import { writeMessage } from '#commands/accept/local-customer.ts';
import { eventually } from '#commands/accept/polling.ts';
import { Broken, NotChecked } from '#commands/deployment/verdict.ts';

/** What a customer wrote last was answered: the last one of all, or one who writes here. */
export const whatsappReply: Line = {
  name: 'WhatsApp reply to a customer',
  isSlow: true,
  async check(deployment) {
    const account = accountOf(deployment);
    const { world } = deployment;
    if (world?.twilio) await writeMessage(world);
    const sid = await lastWritten(account);
    if (!sid) throw new NotChecked('nobody wrote in the last day: write to the sender');
    let found = 'is not in interactions';
    const isAnswered = await eventually(deployment.patienceMs, async () => {
      const row = await readInteraction(deployment, sid);
      if (row) found = `is ${row.status}`;
      const isReplied = row && row.status !== 'received' && row.status !== 'failed';
      return isReplied || row?.status === 'failed' ? isReplied : undefined;
    });
    if (!isAnswered) throw new Broken(`${sid} ${found}`);
    return `${sid} ${found}`;
  },
};
