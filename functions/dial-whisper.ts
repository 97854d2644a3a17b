import { secretsOf } from '#shared/adapters/aws/secrets.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { matterWords, WAITING_WORDS } from '#shared/calls/whisper-words.ts';
import type { Config } from '#shared/config/config.ts';
import { inTime } from '#shared/deadlines.ts';
import { lazily, xml } from '#shared/http/lambda.ts';
import { webhook } from '#shared/http/webhook.ts';
import type { CallLogs } from '#shared/ports/calls.ts';
import type { Secrets } from '#shared/ports/office.ts';
import { survive } from '#shared/survival.ts';
import { whisperForm } from '#shared/twilio/forms.ts';
import { ACCEPT_KEY, twimlDocuments } from '#shared/twilio/twiml.ts';

type Parts = {
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
export function dialWhisper({ config, secrets, calls }: Parts) {
  const documents = twimlDocuments(config);
  const within = <T>(event: string, work: Promise<T>) =>
    survive(event, inTime('dynamodb', STORE_DEADLINE, work));

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
        await within('call.taking-not-noted', calls.taken(callSid, { gen, ring }, Date.now()));
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
export const handler = lazily(async (config) =>
  dialWhisper({ config, secrets: secretsOf(config), calls: dynamoCallLogs(dynamoDb(config)) }),
);
