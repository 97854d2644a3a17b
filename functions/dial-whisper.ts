import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoBrokers } from '#shared/adapters/dynamo/brokers.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTellings } from '#shared/adapters/dynamo/tellings.ts';
import { matterWords, WAITING_WORDS } from '#shared/calls/whisper-words.ts';
import type { Config } from '#shared/config/config.ts';
import { inTime } from '#shared/deadlines.ts';
import type { Rung } from '#shared/domain/calls/dial-ended.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import { knownBrokers } from '#shared/office/known-brokers.ts';
import { knownOffice } from '#shared/office/known-settings.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { type TakingUpParts, takeUpTasks } from '#shared/telling/taking-up.ts';
import { whisperForm } from '#shared/twilio/forms.ts';
import { ACCEPT_KEY, twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = TakingUpParts & {
  readonly config: Config;
  readonly secrets: Pick<Secrets, 'twilio'>;
  readonly calls: Pick<CallLogs, 'find' | 'taken'>;
};

/** A person holds the phone in silence meanwhile, and the caller still hears it ring. */
const STORE_DEADLINE = { name: 'whisper', ms: 700 };

/**
 * Returns the handler of the announcement to a person of the office, and of the key that takes the call. It is asked
 * once more after the words behind the key.
 */
export function dialWhisper({ config, secrets, calls, ...office }: Parts) {
  const documents = twimlDocuments(config);
  const within = <T>(event: string, work: Promise<T>) =>
    survive(event, inTime('dynamodb', STORE_DEADLINE, work));

  /** Notes that the talk begins, and that the contact's tasks are this person's. */
  const take = async (callSid: string, rung: Rung) => {
    const at = Date.now();
    const call = await calls.taken(callSid, rung, at);
    // Tasks that the store keeps waiting are taken up once the talk is over.
    if (call) await survive('task.not-taken-up', takeUpTasks(office, call, at));
  };

  return webhook(
    { publicBaseUrl: config.publicBaseUrl, secrets },
    {
      form: whisperForm,
      async answer({ Digits, call: callSid, gen, ring, told }) {
        const ringing = { callSid, gen, ring };
        if (!isAccepted(Digits, told)) return xml(documents.whisper(WAITING_WORDS, ringing));
        const call = told ? undefined : await within('call.not-read', calls.find(callSid));
        const matter = matterWords(call?.hand_over);
        if (matter) return xml(documents.matter(matter, ringing));
        // The talk counts from here: a person who hangs up during the words has not talked with the caller.
        await within('call.taking-not-noted', take(callSid, { gen, ring }));
        // An empty document ends the whisper, and Twilio connects the two.
        return xml(documents.nothing());
      },
      // Behind the key the two are connected, whatever fails.
      otherwise: ({ Digits, told }) =>
        xml(isAccepted(Digits, told) ? documents.nothing() : documents.hangUp()),
    },
  );
}

/** Returns whether the person has pressed the key, in this request or in the one before. */
function isAccepted(digits: string | undefined, told: string | undefined): boolean {
  return digits === ACCEPT_KEY || Boolean(told);
}

/** Starts on Twilio's POST when a person of the office picks up or presses a key; answers TwiML. */
export const handler = lazily(async (config) => {
  const db = dynamoDb(config);
  return dialWhisper({
    config,
    secrets: secretsOf(config),
    calls: dynamoCallLogs(db),
    tellings: dynamoTellings(db),
    brokers: knownBrokers(dynamoBrokers(db)),
    office: knownOffice(dynamoOfficeSettings(db)),
  });
});
