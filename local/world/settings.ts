import { randomBytes } from 'node:crypto';
import { readGoogleCredentials } from '#local/google/credentials.ts';
import { type Environment, variableOf } from '#shared/config/environment.ts';
import { isLoopback } from '#shared/config/loopback.ts';
import { readSecret } from '#shared/config/secrets.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import type { SettingsTexts } from '#shared/domain/office/settings-fields.ts';
import { InvalidInput } from '#shared/errors.ts';
import { samplePeople } from './sample-people.ts';

/** The settings of a world; a closed world generates them. */
export type WorldSettings = {
  /** The public port; 0 for any free one. */
  readonly port: number;
  /** The URL at which Twilio reaches this world; the gateway's own by default. */
  readonly publicBaseUrl?: string | undefined;
  readonly accountSid: string;
  readonly authToken: string;
  /** Whether the real Twilio calls, through a public URL. */
  readonly isTwilioReal: boolean;
  /** Keys of the real vendors; without a key the stand-in is used. */
  readonly openaiApiKey?: string | undefined;
  readonly googleCredentialsJson?: string | undefined;
  /** The people of the office; none by default. */
  readonly people?: readonly Broker[];
  /** Settings of the office that differ from those of a new world, as texts. */
  readonly office?: SettingsTexts;
  /** Settings of the product that are passed through. */
  readonly product: Environment;
};

const DEFAULT_PORT = 8080;
/** The office's phone at the exchange, in a range without subscribers; each call decides whether it answers. */
export const OFFICE_NUMBER = '+97233000002';

/** The product's settings that a world passes to its services unchanged. */
const handedThrough = [
  'OFFICE_NAME',
  'OFFICE_NUMBER',
  'OFFICE_LINES',
  'AGENT_NUMBERS',
  'OPENAI_BASE_URL',
  'OPENAI_TRANSCRIPTION_MODEL',
  'OPENAI_LIVE_TRANSCRIPTION_MODEL',
  'OPENAI_REPLY_MODEL',
  'GOOGLE_TTS_VOICE',
  'GOOGLE_TTS_FALLBACK_VOICE',
  'GOOGLE_TTS_SPEAKING_RATE',
  'MAX_CONNECTIONS',
  'MAX_CALL_SECONDS',
  'STOP_GRACE_SECONDS',
  'SPECULATION',
  'WATCHDOG',
  'WHATSAPP_SENDER',
  'WHATSAPP_REMINDER_TEMPLATE',
  'WHATSAPP_FOLLOW_UP_TEMPLATE',
  'WHATSAPP_FOLLOW_UP',
  'WHATSAPP_STAFF_TEMPLATE',
  'WHATSAPP_STAFF_ALERT_TEMPLATE',
  'WHATSAPP_ALERT_TEMPLATE',
  'MAIL_FROM',
  'TWILIO_AUTH_TOKEN_PREVIOUS',
  'RETENTION_DAYS',
];

/** Returns the settings of a world on a free port with stand-ins for every vendor. */
export function closedWorld(): WorldSettings {
  return {
    port: 0,
    accountSid: `AC${randomBytes(16).toString('hex')}`,
    authToken: randomBytes(16).toString('hex'),
    isTwilioReal: false,
    product: {},
  };
}

/** Reads the settings of `npm start` from the environment. @throws InvalidInput for a wrong or missing variable. */
export function readWorldSettings(env: Environment): WorldSettings {
  const made = closedWorld();
  const port = Number(env['PORT'] || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidInput(`PORT must be a number from 0 to 65535, not "${env['PORT']}".`);
  }
  const publicBaseUrl = env['PUBLIC_BASE_URL']?.trim() || undefined;
  const host = publicBaseUrl && URL.parse(publicBaseUrl)?.hostname;
  const isTwilioReal = host !== undefined && !isLoopback(host ?? '');
  const accountSid = variableOf(env, 'TWILIO_ACCOUNT_SID');
  const authToken = variableOf(env, 'TWILIO_AUTH_TOKEN');
  if (isTwilioReal && !(accountSid && authToken)) {
    throw new InvalidInput(
      'A public PUBLIC_BASE_URL means the real Twilio: set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN too.',
    );
  }
  // The product's own reading: what its services would refuse later is refused here, at the start.
  const { twilioAuthToken } = readSecret('twilio', {
    ...env,
    TWILIO_AUTH_TOKEN: authToken ?? made.authToken,
    STREAM_TOKEN_KEY: made.authToken,
  });
  const { openaiApiKey } = readSecret('models', env);
  return {
    port,
    publicBaseUrl,
    accountSid: accountSid ?? made.accountSid,
    authToken: twilioAuthToken,
    isTwilioReal,
    openaiApiKey,
    googleCredentialsJson: readGoogleCredentials(env),
    // The real Twilio would ring strangers.
    people: isTwilioReal ? [] : samplePeople,
    product: {
      ...(!isTwilioReal && { OFFICE_NUMBER }),
      ...Object.fromEntries(
        handedThrough.flatMap((name) => {
          const value = variableOf(env, name);
          return value ? [[name, value]] : [];
        }),
      ),
    },
  };
}
