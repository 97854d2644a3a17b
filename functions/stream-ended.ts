import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { callControl } from '#shared/calls/call-control.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Config } from '#shared/config/config.ts';
import { decideStreamEnded } from '#shared/domain/calls/stream-ended.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { generationForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly calls: CallLogs;
  readonly watches: CallWatches;
};

/** Returns the handler that decides how a call goes on after its stream ended, was refused or was skipped. */
export function streamEnded({ config, secrets, calls, watches }: Parts) {
  const documents = twimlDocuments(config);
  const documentAfter = callControl({ config, secrets, calls, watches, documents });
  const officeAnswers = config.officeNumber !== undefined;
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: generationForm,
      answer: async ({ CallSid, CallStatus: callStatus, gen }) =>
        xml(
          await documentAfter(CallSid, (call, at) =>
            decideStreamEnded({ call, gen, callStatus, officeAnswers, at }),
          ),
        ),
      otherwise: () => xml(askAfterFailure(documents)),
    },
  );
}

/** Starts on Twilio's POST after a `<Connect>`; answers the TwiML with which the call goes on. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return streamEnded({
    config,
    secrets: secretsOf(config),
    calls: dynamoCallLogs(db),
    watches: dynamoCallWatches(db),
  });
});
