import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { callControl } from '#shared/calls/call-control.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Config } from '#shared/config/config.ts';
import { decideStreamEnded } from '#shared/domain/calls/stream-ended.ts';
import { isHandOverTime } from '#shared/domain/office/opening-hours.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Office, Secrets } from '#shared/ports/office.ts';
import { generationForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly calls: CallLogs;
  readonly watches: CallWatches;
  readonly office: Pick<Office, 'settings'>;
};

/** Returns the handler that decides how a call goes on after its stream ended, was refused or was skipped. */
export function streamEnded({ config, secrets, calls, watches, office }: Parts) {
  const documents = twimlDocuments(config);
  const documentAfter = callControl({ config, secrets, calls, watches, documents });
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: generationForm,
      async answer({ CallSid, CallStatus: callStatus, gen }) {
        const hasNumber = config.officeNumber !== undefined;
        const officeAnswers = hasNumber && isHandOverTime(await office.settings(), Date.now());
        return xml(
          await documentAfter(CallSid, (call, at) =>
            decideStreamEnded({ call, gen, callStatus, officeAnswers, at }),
          ),
        );
      },
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
    office: knownOffice(dynamoOfficeSettings(db)),
  });
});
