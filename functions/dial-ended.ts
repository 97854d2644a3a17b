import * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { callControl } from '#shared/calls/call-control.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Config } from '#shared/config/config.ts';
import { decideDialEnded, isTaken } from '#shared/domain/calls/dial-ended.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Leads, Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { callForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly calls: CallLogs;
  readonly watches: CallWatches;
  readonly leads: Pick<Leads, 'requestCallback'>;
};

const word = z.string().check(z.maxLength(32));
const dialForm = z.extend(callForm, { DialCallStatus: word, DialBridged: z.optional(word) });

/** The office reads it in its list of callbacks. */
const REASON = 'ביקשו לדבר עם נציג, והמשרד לא ענה';

/** Returns the handler of the end of a hand-over. If no person took it, the agent returns and the office owes a call. */
export function dialEnded({ config, secrets, calls, watches, leads }: Parts) {
  const documents = twimlDocuments(config);
  const documentAfter = callControl({ config, secrets, calls, watches, documents });
  const requestCallback = async (callSid: string) => {
    const contact = (await calls.find(callSid))?.contact;
    if (!contact) return;
    const at = Date.now();
    const callback = { id: `${callSid}-office`, reason: REASON };
    await leads.requestCallback(contact, callback, { source: 'phone', at });
  };

  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: dialForm,
      async answer({ CallSid: callSid, CallStatus: callStatus, DialCallStatus, DialBridged }) {
        const dial = { callStatus, dialCallStatus: DialCallStatus, dialBridged: DialBridged };
        const requesting = isTaken(dial)
          ? undefined
          : survive('callback.not-requested', requestCallback(callSid));
        const document = await documentAfter(callSid, (call, at) =>
          decideDialEnded({ call, ...dial, at }),
        );
        await requesting;
        return xml(document);
      },
      otherwise: () => xml(askAfterFailure(documents)),
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
    leads: dynamoLeads(db),
  });
});
