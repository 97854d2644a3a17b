import { NotChecked } from '#commands/deployment/verdict.ts';
import type { Line } from './check.ts';
import { callEnded } from './checks/call-ended.ts';
import { fallbackDocuments } from './checks/fallback-documents.ts';
import { healthz } from './checks/healthz.ts';
import { incomingCall } from './checks/incoming-call.ts';
import { number } from './checks/number.ts';
import { readyz } from './checks/readyz.ts';
import { recordedPrompts } from './checks/recorded-prompts.ts';
import { streamPlain } from './checks/stream-plain.ts';
import { streamSigned } from './checks/stream-signed.ts';
import { streamUnsigned } from './checks/stream-unsigned.ts';
import { message } from './checks/voicemail.ts';
import { watchdog } from './checks/watchdog.ts';
import { webhookEmptyKey } from './checks/webhook-empty-key.ts';
import { webhookUnsigned } from './checks/webhook-unsigned.ts';
import { whatsapp } from './checks/whatsapp.ts';
import { whatsappReply } from './checks/whatsapp-reply.ts';
import { whatsappUnsigned } from './checks/whatsapp-unsigned.ts';

/** The acceptance list, in the order in which it is gone through: what takes seconds first. */
const lines: readonly Line[] = [
  healthz,
  readyz,
  watchdog,
  incomingCall,
  callEnded,
  webhookUnsigned,
  webhookEmptyKey,
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
