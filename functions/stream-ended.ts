import type * as z from 'zod/mini';
import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoLeads } from '#shared/adapters/dynamo/leads.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { callControl } from '#shared/calls/call-control.ts';
import { handOverPlan } from '#shared/calls/hand-over-plan.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Config } from '#shared/config/config.ts';
import { inTime } from '#shared/deadlines.ts';
import { type CallLog, toCallStatus } from '#shared/domain/calls/call-log.ts';
import type { HandOver, NoRing } from '#shared/domain/calls/hand-over.ts';
import { decideStreamEnded } from '#shared/domain/calls/stream-ended.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { TaskParts } from '#shared/office/call-tasks.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { openMissedHandOver } from '#shared/office/missed-hand-over.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { CallLogs, CallWatches } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { generationForm } from '#shared/twilio/forms.ts';
import { twimlDocuments } from '#shared/twilio/twiml.ts';

/** The caller hears nothing meanwhile; past it, the end of the call opens the task. */
const NOTING = { name: 'noting', ms: 500 };

type Parts = TaskParts & {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: CallLogs;
  readonly watches: CallWatches;
  readonly brokers: Pick<KnownBrokers, 'active'>;
};

/**
 * Returns the handler that decides how a call goes on after its stream ended, was refused or was skipped. The session
 * may know older settings, and hand over to an office that is closed by now. Then the agent is back, and the office
 * owes a call.
 */
export function streamEnded(parts: Parts) {
  const { config, secrets, calls, watches, office, brokers, leads } = parts;
  const documents = twimlDocuments(config);
  const documentAfter = callControl({ secrets, calls, watches, documents });
  const plan = handOverPlan({ config, office, brokers, leads });
  /** Returns the hand-over that is under way or wanted, or the reason why no phone rings. */
  const handOverOf = async (
    call: CallLog | undefined,
    { at, gen }: { readonly at: number; readonly gen: number },
  ): Promise<HandOver | NoRing | undefined> => {
    if (call?.control === 'human') return call.hand_over ?? 'no-phone';
    const isWanted =
      call?.control === 'stream' && call.intent === 'human' && gen >= (call.gen ?? 1);
    return isWanted ? plan(call, at) : undefined;
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
        let noting: Promise<unknown> | undefined;
        const document = await documentAfter(CallSid, async (call, at) => {
          const seen = await named(call, form, at);
          const found = await handOverOf(seen, { at, gen });
          if (typeof found !== 'string') {
            return { ...decideStreamEnded({ call, gen, callStatus, at }), handOver: found };
          }
          const decision = decideStreamEnded({ call, gen, callStatus, noRing: found, at });
          if (seen && decision.answer !== 'nothing') {
            noting ??= survive(
              'task.not-opened',
              inTime('dynamodb', NOTING, openMissedHandOver(parts, seen, { at, noRing: found })),
            );
          }
          return { ...decision, handOver: { phones: [], reason: seen?.wish?.reason, at } };
        });
        await noting;
        return xml(document);
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
    tasks: dynamoTasks(db),
    office: knownOffice(dynamoOfficeSettings(db)),
    brokers: knownBrokers(dynamoBrokers(db)),
    leads: dynamoLeads(db),
  });
});
