import type * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { callControl } from '#shared/calls/call-control.ts';
import { handOverPlan } from '#shared/calls/hand-over-plan.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Config } from '#shared/config/config.ts';
import { type CallLog, toCallStatus } from '#shared/domain/calls/call-log.ts';
import { decideStreamEnded } from '#shared/domain/calls/stream-ended.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Leads, Office, Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { generationForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: CallLogs;
  readonly watches: CallWatches;
  readonly office: Pick<Office, 'settings'>;
  readonly brokers: Pick<KnownBrokers, 'active'>;
  readonly leads: Pick<Leads, 'find'>;
};

/** Returns the handler that decides how a call goes on after its stream ended, was refused or was skipped. */
export function streamEnded({ config, secrets, calls, watches, ...people }: Parts) {
  const documents = twimlDocuments(config);
  const documentAfter = callControl({ secrets, calls, watches, documents });
  const plan = handOverPlan({ config, ...people });
  /** Returns the hand-over that is under way, or the one that the session wants. */
  const handOverOf = async (call: CallLog | undefined, at: number) => {
    if (call?.control === 'human') return call.hand_over;
    return call?.control === 'stream' && call.intent === 'human' ? plan(call, at) : undefined;
  };
  /** Returns a call with its addresses, also where the store was away at its first webhook. */
  const named = async (
    call: CallLog | undefined,
    form: z.output<typeof generationForm>,
    at: number,
  ) => {
    if (call?.intent !== 'human' || call.from_number !== undefined) return call;
    const { CallSid, CallStatus, From: from, To: to, ForwardedFrom: forwardedFrom } = form;
    const told = { status: toCallStatus(CallStatus), from, to, forwardedFrom };
    return (await survive('call.not-named', calls.raise(CallSid, told, at))) ?? call;
  };
  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: generationForm,
      async answer(form) {
        const { CallSid, CallStatus: callStatus, gen } = form;
        return xml(
          await documentAfter(CallSid, async (call, at) => {
            const handOver = await handOverOf(await named(call, form, at), at);
            const officeAnswers = handOver !== undefined;
            const decision = decideStreamEnded({ call, gen, callStatus, officeAnswers, at });
            return { ...decision, handOver };
          }),
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
    brokers: knownBrokers(dynamoBrokers(db)),
    leads: dynamoLeads(db),
  });
});
