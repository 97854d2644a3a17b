import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import type { Config } from '#shared/config/config.ts';
import { toCallStatus } from '#shared/domain/calls/call-log.ts';
import { START_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log, masked } from '#shared/log.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { promptDurationMs } from '#shared/prompts.ts';
import { survive } from '#shared/survival.ts';
import { callForm } from '#shared/twilio/forms.ts';
import { signStreamToken } from '#shared/twilio/stream-token.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly calls: Pick<CallLogs, 'open'>;
  readonly watches: Pick<CallWatches, 'now' | 'arm'>;
  readonly interactions: Pick<Interactions, 'receive'>;
};

/** The generation of a call's first stream. */
const FIRST_GENERATION = 1;

/** Returns the handler that greets a caller and opens the stream, even while the store is unavailable. */
export function incomingCall({ config, secrets, calls, watches, interactions }: Parts) {
  const documents = twimlDocuments(config);
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: callForm,
      async answer({ CallSid: callSid, From: from, To: to, CallStatus }) {
        const at = Date.now();
        log.info('call.incoming', { callSid, from: masked(from) });
        const deadlineAt = watches.now() + promptDurationMs('greeting_he') + START_TIMEOUT_MS;
        const [call] = await Promise.all([
          survive(
            'call.not-opened',
            calls.open({ callSid, from, to, status: toCallStatus(CallStatus) }, at),
          ),
          survive('watch.not-armed', watches.arm(callSid, FIRST_GENERATION, deadlineAt)),
          survive(
            'interaction.not-received',
            interactions.receive(receivedCall({ callSid, from, to, at })),
          ),
        ]);
        const { streamTokenKey } = await secrets.read();
        const token = signStreamToken(streamTokenKey, {
          callSid,
          gen: FIRST_GENERATION,
          connectedAt: call?.connected_at ?? at,
        });
        return xml(
          documents.connect({
            callSid,
            gen: FIRST_GENERATION,
            token,
            waits: [{ prompt: 'greeting_he' }],
          }),
        );
      },
      otherwise: () => xml(documents.record()),
    },
  );
}

/** Starts on Twilio's POST for a new call; answers TwiML with the greeting and the `<Connect>`. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return incomingCall({
    config,
    secrets: secretsOf(config),
    calls: dynamoCallLogs(db),
    watches: dynamoCallWatches(db),
    interactions: dynamoInteractions(db),
  });
});
