import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { callControl } from '#shared/calls/call-control.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Config } from '#shared/config/config.ts';
import { inTime } from '#shared/deadlines.ts';
import { decideDialEnded, isTaken } from '#shared/domain/calls/dial-ended.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { openMissedHandOver } from '#shared/office/missed-hand-over.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { type TakingUpParts, takeUpTasks } from '#shared/telling/taking-up.ts';
import { dialForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

/** The caller hears nothing meanwhile; past it, the end of the call opens the task. */
const NOTING = { name: 'noting', ms: 500 };

type Parts = TaskParts &
  TakingUpParts & {
    readonly config: Config;
    readonly secrets: Pick<Secrets, 'twilio'>;
    readonly calls: CallLogs;
    readonly watches: CallWatches;
  };

/**
 * Returns the handler of the end of a ringing. If nobody took the call, the next phone rings. After the last one the
 * agent returns, and the office owes a call.
 */
export function dialEnded(parts: Parts) {
  const { config, secrets, calls, watches } = parts;
  const documents = twimlDocuments(config);
  const documentAfter = callControl({ secrets, calls, watches, documents });

  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: dialForm,
      async answer({ CallSid: callSid, CallStatus: callStatus, gen, ring, ...dialled }) {
        const { DialCallStatus: dialCallStatus, DialBridged: dialBridged } = dialled;
        let noting: Promise<unknown> | undefined;
        const note = (event: string, work: () => Promise<void>) => {
          noting ??= survive(event, inTime('dynamodb', NOTING, work()));
        };
        const document = await documentAfter(callSid, (call, at) => {
          const rung = { gen: gen ?? call?.gen ?? 0, ring };
          const dial = { call, rung, callStatus, dialCallStatus, dialBridged, at };
          const decision = decideDialEnded(dial);
          if (call && isTaken(dial)) {
            note('task.not-taken-up', () => takeUpTasks(parts, call, call.taken_at ?? at));
          } else if (call && decision.answer !== 'dial') {
            note('task.not-opened', () => openMissedHandOver(parts, call, { at }));
          }
          return decision;
        });
        await noting;
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
    tasks: dynamoTasks(db),
    tellings: dynamoTellings(db),
    brokers: knownBrokers(dynamoBrokers(db)),
    leads: dynamoLeads(db),
    office: knownOffice(dynamoOfficeSettings(db)),
  });
});
