import type { Line } from '#commands/accept/check.ts';
import { deliverMessage, WHATSAPP_PATH } from '#commands/accept/whatsapp-probe.ts';
import { demandNone } from '#commands/deployment/verdict.ts';

/** Nobody but Twilio delivers messages. */
export const whatsappUnsigned: Line = {
  name: 'WhatsApp message, unsigned',
  async check(deployment) {
    const { status } = await deliverMessage(deployment, 'unsigned');
    demandNone([
      status !== 403 && `an unsigned POST to ${WHATSAPP_PATH} is told ${status}, not 403`,
    ]);
    return `403 on ${WHATSAPP_PATH}`;
  },
};
