import type { Line } from './line.ts';
import { callEnded } from './lines/call-ended.ts';
import { fallbackDocuments } from './lines/fallback-documents.ts';
import { healthz } from './lines/healthz.ts';
import { incomingCall } from './lines/incoming-call.ts';
import { message } from './lines/message.ts';
import { number } from './lines/number.ts';
import { readyz } from './lines/readyz.ts';
import { recordedPrompts } from './lines/recorded-prompts.ts';
import { streamPlain } from './lines/stream-plain.ts';
import { streamSigned } from './lines/stream-signed.ts';
import { streamUnsigned } from './lines/stream-unsigned.ts';
import { watchdog } from './lines/watchdog.ts';
import { webhookUnsigned } from './lines/webhook-unsigned.ts';
import { whatsapp } from './lines/whatsapp.ts';
import { whatsappReply } from './lines/whatsapp-reply.ts';
import { whatsappUnsigned } from './lines/whatsapp-unsigned.ts';
import { NotChecked } from './verdict.ts';

/** The acceptance list, in the order in which it is gone through: what takes seconds first. */
const lines: readonly Line[] = [
  healthz,
  readyz,
  watchdog,
  incomingCall,
  callEnded,
  webhookUnsigned,
  recordedPrompts,
  fallbackDocuments,
  streamSigned,
  streamUnsigned,
  streamPlain,
  whatsapp,
  whatsappUnsigned,
  whatsappReply,
  number,
  message,
];

/** All lines; in a quick run the slow ones say only that they were left out. */
export function chosenLines(isQuick: boolean): readonly Line[] {
  return lines.map((line) => (isQuick && line.isSlow ? leftOut(line) : line));
}

function leftOut({ name }: Line): Line {
  return {
    name,
    async check() {
      throw new NotChecked('--quick leaves it out');
    },
  };
}
