import type { Line } from '#local/accept/line.ts';
import { demandNone } from '#local/accept/verdict.ts';
import { deliverMessage, WHATSAPP_PATH } from '#local/accept/whatsapp-probe.ts';

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
