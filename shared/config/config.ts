import { isIP } from 'node:net';
import { toContact } from '#shared/domain/office/contact.ts';
import { InvalidInput } from '#shared/errors.ts';

/** Everything the product may be told from outside, read once, grouped and checked. */
export type Config = {
  /** Public origin of every webhook, no trailing slash: `https://voice.example.com`. */
  readonly publicBaseUrl: string;
  /** The very string that Twilio is told, signs and opens: `wss://voice.example.com/ws/twilio-media`. */
  readonly streamUrl: string;
  readonly twilio: { readonly accountSid: string; readonly apiBaseUrl: string };
  readonly openai: OpenAiConfig;
  readonly google: GoogleConfig;
  readonly recordingsBucket: string;
  /** For how many days what is known of people is kept after it was last written; absent where it is kept for good. */
  readonly retentionDays: number | undefined;
  /** How the agent calls the office it works for. */
  readonly officeName: string;
  /** Who is rung when a caller wants a person: E.164; absent where the office takes messages only. */
  readonly officeNumber: string | undefined;
  readonly whatsapp: WhatsAppConfig;
  readonly secretsArn: string | undefined;
  readonly watchdog: {
    readonly isOn: boolean;
    /** The schedule whose ticks start it. */
    readonly scheduleName: string;
  };
  readonly schedules: SchedulesConfig;
  readonly media: {
    readonly port: number;
    readonly maxConnections: number;
    /** Under the load balancer's deregistration delay of an hour, so that every deployment ends. */
    readonly maxCallSeconds: number;
    /** Whether the caller is understood, and an answer thought of, while they may still go on: it comes sooner, and some are thought of in vain. */
    readonly speculates: boolean;
  };
};

export type WhatsAppConfig = {
  /** The number that writes: E.164; absent where the office has no WhatsApp. */
  readonly sender: string | undefined;
  /** Approved templates, which alone reach people who have not written for a day. */
  readonly reminderTemplate: string | undefined;
  readonly followUpTemplate: string | undefined;
  /** Whether callers who agreed to it get a message after their call. */
  readonly followsUp: boolean;
};

export type SchedulesConfig = {
  readonly group: string;
  /** Absent where nothing can be put off. */
  readonly target: ScheduleTarget | undefined;
};

/** What the schedules that the product makes invoke, as whom, and where an invocation ends up that nobody took. */
export type ScheduleTarget = {
  /** A function's ARN without its name: the stack names them all alike. */
  readonly functionArnPrefix: string;
  readonly roleArn: string;
  readonly deadLetterArn: string;
};

export type OpenAiConfig = {
  readonly baseUrl: string;
  readonly transcriptionModel: string;
  /** Hears a call while it goes on. */
  readonly liveTranscriptionModel: string;
  readonly replyModel: string;
};

export type GoogleConfig = {
  /** `host:port`; spoken to without TLS only where the host is loopback. */
  readonly endpoint: string;
  readonly voice: string;
  /** Speaks, sentence by sentence, where the voice cannot. */
  readonly fallbackVoice: string;
  readonly speakingRate: number;
};

/** The secrets that a source of secrets holds; an absent one means that its vendor is not configured. */
export type SecretValues = {
  readonly twilioAuthToken: string;
  /** The token before a rotation, honoured until it is removed. */
  readonly twilioAuthTokenPrevious?: string | undefined;
  readonly streamTokenKey: string;
  readonly openaiApiKey?: string | undefined;
  readonly googleCredentialsJson?: string | undefined;
};

/** A secret under its name in the environment, and what to do where it is missing or too short. */
type SecretKind = {
  readonly variable: string;
  readonly isNeeded: boolean;
  readonly remedy?: string;
};

const secretKinds: Readonly<Record<keyof SecretValues, SecretKind>> = {
  twilioAuthToken: {
    variable: 'TWILIO_AUTH_TOKEN',
    isNeeded: true,
    remedy: 'copy it from Twilio’s console',
  },
  twilioAuthTokenPrevious: {
    variable: 'TWILIO_AUTH_TOKEN_PREVIOUS',
    isNeeded: false,
    remedy: 'copy it from Twilio’s console, or take it out',
  },
  streamTokenKey: {
    variable: 'STREAM_TOKEN_KEY',
    isNeeded: true,
    remedy: 'make one with "openssl rand -hex 32"',
  },
  openaiApiKey: { variable: 'OPENAI_API_KEY', isNeeded: false },
  googleCredentialsJson: { variable: 'GOOGLE_CREDENTIALS_JSON', isNeeded: false },
};

/** A shorter key is guessed; Twilio’s tokens have 32 characters. Keys of vendors sign nothing here, so theirs may be any. */
const LEAST_KEY_CHARACTERS = 16;

/** What an hourly reconcile may find again at Twilio, 26 hours back, must still be known here. */
const LEAST_RETENTION_DAYS = 2;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this process: the one door to it. */
export function processEnvironment(): Environment {
  return process.env;
}

/** Reads the configuration and names all its problems in one message (`InvalidInput`). */
export function readConfig(env: Environment = process.env): Config {
  const problems: string[] = [];
  const text = (name: string, fallback?: string): string => {
    const value = env[name]?.trim() || fallback;
    if (value === undefined) problems.push(`${name} is not set`);
    return value ?? '';
  };
  const number = (name: string, fallback: number, { min, max }: { min: number; max: number }) => {
    const value = Number(env[name]?.trim() || fallback);
    if (value >= min && value <= max) return value;
    problems.push(`${name} must be a number from ${min} to ${max}, not "${env[name]}"`);
    return fallback;
  };
  const vendorUrl = (name: string, fallback: string): string => {
    const value = text(name, fallback).replace(/\/+$/, '');
    const url = URL.parse(value);
    if (!url) problems.push(`${name} must be a URL, not "${value}"`);
    else if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
      problems.push(`${name} must be https unless its host is loopback, not "${value}"`);
    }
    return value;
  };

  const publicBaseUrl = text('PUBLIC_BASE_URL');
  if (publicBaseUrl) problems.push(...problemsOfBaseUrl(publicBaseUrl));
  const accountSid = text('TWILIO_ACCOUNT_SID');
  if (accountSid && !/^AC[0-9a-f]{32}$/i.test(accountSid)) {
    problems.push('TWILIO_ACCOUNT_SID must be AC and 32 hex digits');
  }

  const officeNumber = env['OFFICE_NUMBER']?.trim() || undefined;
  if (officeNumber && !toContact(officeNumber)) {
    problems.push('OFFICE_NUMBER must be a phone number in E.164, like +97231234567');
  }

  const watchdogState = text('WATCHDOG', 'on');
  if (!/^(on|off)$/.test(watchdogState)) {
    problems.push(`WATCHDOG must be on or off, not "${watchdogState}"`);
  }

  const speculation = text('SPECULATION', 'on');
  if (!/^(on|off)$/.test(speculation)) {
    problems.push(`SPECULATION must be on or off, not "${speculation}"`);
  }

  const sender = env['WHATSAPP_SENDER']?.trim() || undefined;
  if (sender && !toContact(sender)) {
    problems.push('WHATSAPP_SENDER must be a phone number in E.164, like +97231234567');
  }
  const template = (name: string) => {
    const value = env[name]?.trim() || undefined;
    if (value && !/^HX[0-9a-f]{32}$/.test(value)) {
      problems.push(`${name} must be HX and 32 hex digits`);
    }
    return value;
  };
  const followUp = text('WHATSAPP_FOLLOW_UP', 'off');
  if (!/^(on|off)$/.test(followUp)) {
    problems.push(`WHATSAPP_FOLLOW_UP must be on or off, not "${followUp}"`);
  }

  const target = {
    functionArnPrefix: env['FUNCTION_ARN_PREFIX']?.trim() ?? '',
    roleArn: env['SCHEDULE_ROLE_ARN']?.trim() ?? '',
    deadLetterArn: env['DEAD_LETTER_ARN']?.trim() ?? '',
  };
  const isTargetSet = Object.values(target).some(Boolean);
  if (isTargetSet && !Object.values(target).every((arn) => arn.startsWith('arn:'))) {
    problems.push(
      'FUNCTION_ARN_PREFIX, SCHEDULE_ROLE_ARN and DEAD_LETTER_ARN must be ARNs, all of them',
    );
  }

  const config: Config = {
    publicBaseUrl,
    streamUrl: `${publicBaseUrl.replace(/^http/, 'ws')}/ws/twilio-media`,
    twilio: { accountSid, apiBaseUrl: vendorUrl('TWILIO_API_BASE_URL', 'https://api.twilio.com') },
    openai: {
      baseUrl: vendorUrl('OPENAI_BASE_URL', 'https://api.openai.com/v1'),
      transcriptionModel: text('OPENAI_TRANSCRIPTION_MODEL', 'gpt-transcribe'),
      liveTranscriptionModel: text('OPENAI_LIVE_TRANSCRIPTION_MODEL', 'gpt-live-transcribe'),
      replyModel: text('OPENAI_REPLY_MODEL', 'gpt-6-luna'),
    },
    google: {
      endpoint: text('GOOGLE_TTS_ENDPOINT', 'texttospeech.googleapis.com:443'),
      voice: text('GOOGLE_TTS_VOICE', 'he-IL-Chirp3-HD-Kore'),
      fallbackVoice: text('GOOGLE_TTS_FALLBACK_VOICE', 'he-IL-Wavenet-A'),
      speakingRate: number('GOOGLE_TTS_SPEAKING_RATE', 1.05, { min: 0.25, max: 2 }),
    },
    recordingsBucket: text('RECORDINGS_BUCKET', 'recordings'),
    retentionDays: env['RETENTION_DAYS']?.trim()
      ? number('RETENTION_DAYS', LEAST_RETENTION_DAYS, { min: LEAST_RETENTION_DAYS, max: 3_650 })
      : undefined,
    officeName: text('OFFICE_NAME', 'משרד התיווך'),
    officeNumber,
    whatsapp: {
      sender,
      reminderTemplate: template('WHATSAPP_REMINDER_TEMPLATE'),
      followUpTemplate: template('WHATSAPP_FOLLOW_UP_TEMPLATE'),
      followsUp: followUp === 'on',
    },
    secretsArn: variableOf(env, 'SECRETS_ARN'),
    watchdog: {
      isOn: watchdogState === 'on',
      scheduleName: text('WATCHDOG_SCHEDULE', 'watchdog'),
    },
    schedules: {
      group: text('SCHEDULE_GROUP', 'default'),
      target: isTargetSet ? target : undefined,
    },
    media: {
      port: number('MEDIA_PORT', 8081, { min: 0, max: 65_535 }),
      // 100 calls with neural VAD take about a third of a core (see ARCHITECTURE.md, media-service).
      maxConnections: number('MAX_CONNECTIONS', 100, { min: 1, max: 10_000 }),
      maxCallSeconds: number('MAX_CALL_SECONDS', 3_300, { min: 10, max: 3_300 }),
      speculates: speculation === 'on',
    },
  };
  if (problems.length > 0) throw new InvalidInput(`Configuration: ${problems.join('; ')}.`);
  return config;
}

/** Returns a variable without the blanks around it; undefined where nothing is left. */
export function variableOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** Returns the secrets that stand in the environment (a laptop, a test). @throws InvalidInput with all that is wrong */
export function readSecrets(env: Environment = process.env): SecretValues {
  return checkSecrets('Secrets', (key) => {
    const { variable } = secretKinds[key];
    return { name: variable, value: env[variable] };
  });
}

/**
 * Returns the secrets of a source, each without the blanks around it; a blank one is absent, for
 * anybody can sign with an empty key. @throws InvalidInput naming all that are missing or too short
 */
export function checkSecrets(
  source: string,
  find: (key: keyof SecretValues) => { readonly name: string; readonly value: unknown },
): SecretValues {
  const problems: string[] = [];
  const secret = (key: keyof SecretValues): string | undefined => {
    const { name, value } = find(key);
    const { isNeeded, remedy } = secretKinds[key];
    const text = typeof value === 'string' ? value.trim() : '';
    if (typeof value !== 'string' && value !== undefined && value !== null) {
      problems.push(`${name} is not a text`);
    } else if (isNeeded && !text) {
      problems.push(`${name} is missing: ${remedy}`);
    } else if (text && remedy && text.length < LEAST_KEY_CHARACTERS) {
      problems.push(`${name} has fewer than ${LEAST_KEY_CHARACTERS} characters: ${remedy}`);
    }
    return text || undefined;
  };
  const values: SecretValues = {
    twilioAuthToken: secret('twilioAuthToken') ?? '',
    twilioAuthTokenPrevious: secret('twilioAuthTokenPrevious'),
    streamTokenKey: secret('streamTokenKey') ?? '',
    openaiApiKey: secret('openaiApiKey'),
    googleCredentialsJson: secret('googleCredentialsJson'),
  };
  if (problems.length > 0) throw new InvalidInput(`${source}: ${problems.join('; ')}.`);
  return values;
}

/** Tells whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function problemsOfBaseUrl(value: string): string[] {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return [`PUBLIC_BASE_URL must be an http(s) URL, not "${value}"`];
  }
  if (url.origin !== value) {
    return [`PUBLIC_BASE_URL must be an origin without path or trailing slash: "${url.origin}"`];
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return ['PUBLIC_BASE_URL must be https unless its host is loopback'];
  }
  return [];
}
