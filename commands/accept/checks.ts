import { NotChecked } from '#commands/deployment/verdict.ts';
import type { Check } from './check.ts';
import { callEnded } from './checks/call-ended.ts';
import { concurrency } from './checks/concurrency.ts';
import { fallbackDocuments } from './checks/fallback-documents.ts';
import { healthz } from './checks/healthz.ts';
import { incomingCall } from './checks/incoming-call.ts';
import { number } from './checks/number.ts';
import { readyz } from './checks/readyz.ts';
import { recordedPrompts } from './checks/recorded-prompts.ts';
import { streamPlain } from './checks/stream-plain.ts';
import { streamSigned } from './checks/stream-signed.ts';
import { streamUnsigned } from './checks/stream-unsigned.ts';
import { voicemail } from './checks/voicemail.ts';
import { watchdog } from './checks/watchdog.ts';
import { webhookEmptyKey } from './checks/webhook-empty-key.ts';
import { webhookUnsigned } from './checks/webhook-unsigned.ts';
import { whatsapp } from './checks/whatsapp.ts';
import { whatsappReply } from './checks/whatsapp-reply.ts';
import { whatsappUnsigned } from './checks/whatsapp-unsigned.ts';

/** The acceptance list in its order: checks that take seconds come first. */
const checks: readonly Check[] = [
  healthz,
  readyz,
  watchdog,
  concurrency,
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
  voicemail,
];

/** Returns all checks; in a quick run the slow ones only say that they were left out. */
export function chosenChecks(isQuick: boolean): readonly Check[] {
  return checks.map((check) => (isQuick && check.isSlow ? leftOut(check) : check));
}

function leftOut({ name }: Check): Check {
  return {
    name,
    async run() {
      throw new NotChecked('--quick leaves it out');
    },
  };
}
