import * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import type { Config } from '#shared/config/config.ts';
import { STREAM_ERROR_GRACE_MS } from '#shared/domain/calls/call-watch.ts';
import { lazily, noContent } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log } from '#shared/log.ts';
import type { CallWatches } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { callSid, generation } from '#shared/twilio/forms.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly watches: Pick<CallWatches, 'now' | 'hasten'>;
};

const streamForm = z.object({
  CallSid: callSid,
  StreamEvent: z.string().check(z.maxLength(32)),
  StreamError: z.optional(z.string()),
  gen: generation,
});

/** Returns the handler of a stream's status; after a `stream-error` the watchdog acts within two seconds. */
export function streamStatus({ config, secrets, watches }: Parts) {
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: streamForm,
      async answer({ CallSid, StreamEvent, StreamError, gen }) {
        log.info('stream.status', {
          callSid: CallSid,
          gen,
          event: StreamEvent,
          error: StreamError,
        });
        if (StreamEvent === 'stream-error') {
          await watches.hasten(CallSid, gen, watches.now() + STREAM_ERROR_GRACE_MS);
        }
        return noContent();
      },
    },
  );
}

/** Starts on Twilio's stream status callback; answers 204. */
export const handler = lazily(async (config) =>
  streamStatus({
    config,
    secrets: secretsOf(config),
    watches: dynamoCallWatches(dynamoDb(config)),
  }),
);
