import type { Check } from '#commands/accept/check.ts';
import { deliverMessage, WHATSAPP_PATH } from '#commands/accept/whatsapp-probe.ts';
import { demandNone } from '#commands/deployment/verdict.ts';

/** Unsigned WhatsApp messages are refused. */
export const whatsappUnsigned: Check = {
  name: 'WhatsApp message, unsigned',
  async run(deployment) {
    const { status } = await deliverMessage(deployment, 'unsigned');
    demandNone([
      status !== 403 && `an unsigned POST to ${WHATSAPP_PATH} is told ${status}, not 403`,
    ]);
    return `403 on ${WHATSAPP_PATH}`;
  },
};
