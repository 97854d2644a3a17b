import * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { callControl } from '#shared/calls/call-control.ts';
import type { Config } from '#shared/config/config.ts';
import { decideDialEnded } from '#shared/domain/calls/dial-ended.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { callForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly calls: CallLogs;
  readonly watches: CallWatches;
};

const dialForm = z.extend(callForm, { DialCallStatus: z.string().check(z.maxLength(32)) });

/** Returns the handler of the end of a hand-over: the agent returns if the office did not answer. */
export function dialEnded({ config, secrets, calls, watches }: Parts) {
  const documents = twimlDocuments(config);
  const documentAfter = callControl({ config, secrets, calls, watches, documents });
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: dialForm,
      answer: async ({ CallSid, CallStatus: callStatus, DialCallStatus: dialCallStatus }) =>
        xml(
          await documentAfter(CallSid, (call, at) =>
            decideDialEnded({ call, callStatus, dialCallStatus, at }),
          ),
        ),
      otherwise: () => xml(documents.record()),
    },
  );
}

/** Starts on Twilio's POST at the end of a `<Dial>`; answers the TwiML with which the call goes on. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return dialEnded({
    config,
    secrets: secretsOf(config),
    calls: dynamoCallLogs(db),
    watches: dynamoCallWatches(db),
  });
});
