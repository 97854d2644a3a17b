import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallWatches } from '#shared/adapters/dynamo/call-watches.ts';
import { dynamoInteractions } from '#shared/adapters/dynamo/interactions.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoUsage } from '#shared/adapters/dynamo/usage.ts';
import { askAfterFailure } from '#shared/calls/voicemail-request.ts';
import type { Config } from '#shared/config/config.ts';
import { type CallLog, toCallStatus } from '#shared/domain/calls/call-log.ts';
import { START_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';
import { receivedCall } from '#shared/domain/messages/interaction.ts';
import type { CallAllowance, CeilingReason } from '#shared/domain/office/ceilings.ts';
import { isOwnCall } from '#shared/domain/office/contact.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { log, masked } from '#shared/log.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import { allowanceOfCall } from '#shared/office/usage-reading.ts';
import type { CallLogs, CallWatches, OpenedCall } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { Office, Secrets } from '#shared/ports/office.ts';
import type { Usage } from '#shared/ports/usage.ts';
import { promptDurationMs } from '#shared/prompts.ts';
import { survive } from '#shared/survival.ts';
import { callForm } from '#shared/twilio/forms.ts';
import { signStreamToken } from '#shared/twilio/stream-token.ts';
import { type AskingPrompt, twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: Pick<CallLogs, 'open' | 'move'>;
  readonly watches: Pick<CallWatches, 'now' | 'arm' | 'disarm'>;
  readonly interactions: Pick<Interactions, 'receive'>;
  readonly usage: Pick<Usage, 'callStarted' | 'addToOffice'>;
  readonly office: Pick<Office, 'settings'>;
};

/** The generation of a call's first stream. */
const FIRST_GENERATION = 1;

/** The words for a caller beyond a ceiling. */
const prompts: Readonly<Record<CeilingReason, AskingPrompt>> = {
  'contact-at-once': 'calls_at_once_he',
  'contact-day': 'day_over_he',
  'anonymous-day': 'day_over_he',
  'office-day': 'day_over_he',
};

/** Returns the handler that greets a caller and opens the stream, even while the store is unavailable. */
export function incomingCall({
  config,
  secrets,
  calls,
  watches,
  interactions,
  usage,
  office,
}: Parts) {
  const documents = twimlDocuments(config);

  /** Enters a call in both tables and counts it; undefined for a webhook that repeats an erased call. */
  const enter = async (opened: OpenedCall, at: number) => {
    const call = await calls.open(opened, at);
    if (!call) return undefined;
    const { callSid } = opened;
    const { contact, created_at: startedAt } = call;
    const [allowance] = await Promise.all([
      allowanceOfCall({ usage, office }, { callSid, contact, startedAt }),
      survive(
        'interaction.not-received',
        interactions.receive(receivedCall({ ...opened, contact, at: startedAt })),
      ),
    ]);
    return { call, allowance };
  };

  /** Returns the TwiML that a call beyond a ceiling was given; undefined for any other call. */
  const refusalOf = ({ control, ceiling }: CallLog) => {
    if (control === 'fallback') return documents.record(ceiling && prompts[ceiling]);
    return control === 'ended' && ceiling ? documents.reject() : undefined;
  };

  /** Returns the TwiML for a call beyond a ceiling, and ends its control record; undefined if the agent answers. */
  const refuse = async (
    { call, allowance }: { readonly call: CallLog; readonly allowance?: CallAllowance | undefined },
    opened: OpenedCall,
    at: number,
  ) => {
    const { callSid } = opened;
    // A webhook that is repeated gets the same document.
    const standing = refusalOf(call);
    // A webhook that comes late must not take the call back from where it is.
    const isHere = call.control === 'stream' && call.stream_sid === undefined;
    const isOurs = isHere && allowance && allowance.answer !== 'agent';
    if (standing || !isOurs) return standing;
    const { reason } = allowance;
    const isBusy = allowance.answer === 'busy';
    const moving = {
      callSid,
      seen: call,
      move: isBusy ? 'ended' : 'fallback',
      ceiling: reason,
    } as const;
    const moved = await survive('call.not-refused', calls.move(moving, at));
    if (!moved) {
      // The same webhook at the same moment was faster.
      const now = await survive('call.not-opened', calls.open(opened, at));
      return now && refusalOf(now);
    }
    log.count('CeilingsReached', { reason, callSid });
    if (!isBusy) log.count('VoicemailsAsked', { reason: 'ceiling', callSid });
    await survive('watch.not-disarmed', watches.disarm(callSid));
    return isBusy ? documents.reject() : documents.record(prompts[reason]);
  };

  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: callForm,
      async answer({ CallSid: callSid, CallStatus, From: from, To: to, ForwardedFrom }) {
        const at = Date.now();
        const parties = { from, to, forwardedFrom: ForwardedFrom };
        log.info('call.incoming', { callSid, from: masked(from) });
        if (isOwnCall(parties, config.agentNumbers)) {
          log.count('OwnCallsRefused', { callSid });
          return xml(documents.reject());
        }
        // Requests that Twilio did not sign are not calls, so the function's invocations say nothing.
        log.count('CallsReceived', { callSid });
        const opened = { callSid, status: toCallStatus(CallStatus), ...parties };
        const deadlineAt = watches.now() + promptDurationMs('greeting_he') + START_TIMEOUT_MS;
        const [entered] = await Promise.all([
          survive('call.not-opened', enter(opened, at)),
          survive('watch.not-armed', watches.arm(callSid, FIRST_GENERATION, deadlineAt)),
        ]);
        const refusal = entered && (await refuse(entered, opened, at));
        if (refusal) return xml(refusal);
        const { streamTokenKey } = await secrets.twilio();
        const token = signStreamToken(streamTokenKey, {
          callSid,
          gen: FIRST_GENERATION,
          connectedAt: entered?.call.connected_at ?? at,
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
      otherwise: () => xml(askAfterFailure(documents)),
    },
  );
}

/** Starts on Twilio's POST for a new call; answers TwiML with the greeting and the `<Connect>`. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  const secrets = secretsOf(config);
  return incomingCall({
    config,
    secrets,
    calls: dynamoCallLogs(db),
    watches: dynamoCallWatches(db),
    interactions: dynamoInteractions(db),
    office: knownOffice(dynamoOfficeSettings(db)),
    usage: dynamoUsage(db, secrets),
  });
});
