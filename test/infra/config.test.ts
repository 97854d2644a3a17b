import { describe, expect, test } from 'vitest';
import { readConfig } from '#shared/config/config.ts';
import { readSecret } from '#shared/config/secrets.ts';
import { InvalidInput } from '#shared/errors.ts';

const env = {
  PUBLIC_BASE_URL: 'https://voice.example.com',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
};

describe('the configuration', () => {
  test('derives the stream’s URL from the public one', () => {
    expect(readConfig(env).streamUrl).toBe('wss://voice.example.com/ws/twilio-media');
    const local = readConfig({ ...env, PUBLIC_BASE_URL: 'http://127.0.0.1:8080' });
    expect(local.streamUrl).toBe('ws://127.0.0.1:8080/ws/twilio-media');
  });

  test('names all its problems at once', () => {
    const broken = {
      PUBLIC_BASE_URL: 'https://voice.example.com/',
      MAX_CONNECTIONS: 'many',
      OFFICE_NUMBER: '03-1234567',
    };
    expect(() => readConfig(broken)).toThrow(
      /PUBLIC_BASE_URL.*TWILIO_ACCOUNT_SID.*OFFICE_NUMBER.*MAX_CONNECTIONS|MAX_CONNECTIONS/s,
    );
    expect(() => readConfig(broken)).toThrow(/TWILIO_ACCOUNT_SID is not set/);
  });

  test.each([
    ['a path prefix', { PUBLIC_BASE_URL: 'https://voice.example.com/prod' }],
    ['a trailing slash', { PUBLIC_BASE_URL: 'https://voice.example.com/' }],
    ['plain http to the world', { PUBLIC_BASE_URL: 'http://voice.example.com' }],
    ['a vendor over plain http', { OPENAI_BASE_URL: 'http://api.openai.com/v1' }],
    ['a retention shorter than what reconcile finds again', { RETENTION_DAYS: '1' }],
    ['a retention that is no number', { RETENTION_DAYS: 'long' }],
    ['a watchdog that is neither on nor off', { WATCHDOG: 'maybe' }],
    ['a guard of listing sources that is neither on nor off', { LISTING_SITE_LOOPBACK: 'maybe' }],
    ['a WhatsApp number that is none', { WHATSAPP_SENDER: '03-1234567' }],
    ['a line of the office that is no number', { OFFICE_LINES: '+97231234567, 12' }],
    ['a number of the agent that is none', { AGENT_NUMBERS: '03-1234567' }],
    [
      'a phone of the office on which the agent answers',
      { OFFICE_NUMBER: '+97233000003', AGENT_NUMBERS: '+97233000003' },
    ],
    ['a template that is none', { WHATSAPP_REMINDER_TEMPLATE: 'HX123' }],
    ['follow-ups that are neither on nor off', { WHATSAPP_FOLLOW_UP: 'sometimes' }],
    ['an office’s name that no greeting can say in one breath', { OFFICE_NAME: 'א'.repeat(61) }],
    ['something that is no URL', { TWILIO_API_BASE_URL: 'api.twilio.com' }],
  ])('refuses %s', (_, change) => {
    const [name = ''] = Object.keys(change);
    expect(() => readConfig({ ...env, ...change })).toThrow(name);
  });

  test('knows all lines of the office, so that none of them is taken for a caller', () => {
    const lines = {
      OFFICE_NUMBER: '+97231234567',
      WHATSAPP_SENDER: '+97233000001',
      OFFICE_LINES: '+97231234568, +97231234569',
      AGENT_NUMBERS: '+97233000003',
    };
    expect(readConfig({ ...env, ...lines }).officeLines).toEqual([
      '+97231234567',
      '+97233000001',
      '+97231234568',
      '+97231234569',
      '+97233000003',
    ]);
    expect(readConfig({ ...env, ...lines }).agentNumbers).toEqual(['+97233000003']);
    expect(readConfig(env).agentNumbers).toEqual([]);
  });

  test('keeps personal data for good unless a retention is set', () => {
    expect(readConfig(env).retentionDays).toBeUndefined();
    expect(readConfig({ ...env, RETENTION_DAYS: ' 180 ' }).retentionDays).toBe(180);
  });

  test('takes a vendor over plain http on loopback', () => {
    const { openai } = readConfig({ ...env, OPENAI_BASE_URL: 'http://localhost:4000/v1' });
    expect(openai.baseUrl).toBe('http://localhost:4000/v1');
  });

  test('allows a listing source on this machine only where it is told to, not by its own address', () => {
    const local = { ...env, PUBLIC_BASE_URL: 'http://127.0.0.1:8080' };
    expect(readConfig(local).allowsLoopbackSource).toBe(false);
    expect(readConfig({ ...env, LISTING_SITE_LOOPBACK: 'on' }).allowsLoopbackSource).toBe(true);
  });

  test('names the voice that speaks where the first one cannot', () => {
    expect(readConfig(env).google.fallbackVoice).toBe('he-IL-Wavenet-A');
    const other = { ...env, GOOGLE_TTS_FALLBACK_VOICE: 'he-IL-Wavenet-C' };
    expect(readConfig(other).google.fallbackVoice).toBe('he-IL-Wavenet-C');
  });

  test('writes no messages unless it is set to', () => {
    const silent = { sender: undefined, reminderTemplate: undefined, followUpTemplate: undefined };
    expect(readConfig(env).whatsapp).toEqual({ ...silent, followsUp: false });
    const template = `HX${'0'.repeat(32)}`;
    const told = {
      WHATSAPP_SENDER: '+97233000001',
      WHATSAPP_FOLLOW_UP_TEMPLATE: template,
      WHATSAPP_FOLLOW_UP: 'on',
    };
    expect(readConfig({ ...env, ...told }).whatsapp).toEqual({
      ...silent,
      sender: '+97233000001',
      followUpTemplate: template,
      followsUp: true,
    });
  });

  test('takes the ARNs of schedules together or not at all', () => {
    const arns = {
      FUNCTION_ARN_PREFIX: 'arn:aws:lambda:eu-central-1:000000000000:function:agent-',
      SCHEDULE_ROLE_ARN: 'arn:aws:iam::000000000000:role/schedules',
      DEAD_LETTER_ARN: 'arn:aws:sqs:eu-central-1:000000000000:dead-letters',
    };
    expect(readConfig(env).schedules.target).toBeUndefined();
    expect(readConfig({ ...env, ...arns }).schedules.target).toEqual({
      functionArnPrefix: arns.FUNCTION_ARN_PREFIX,
      roleArn: arns.SCHEDULE_ROLE_ARN,
      deadLetterArn: arns.DEAD_LETTER_ARN,
    });
    for (const name of Object.keys(arns)) {
      expect(() => readConfig({ ...env, ...arns, [name]: '' })).toThrow(name);
    }
  });

  test('says which secret is missing', () => {
    expect(() => readSecret('twilio', { TWILIO_AUTH_TOKEN: token })).toThrow(
      'STREAM_TOKEN_KEY is missing',
    );
    expect(() => readSecret('twilio', {})).toThrow(
      /TWILIO_AUTH_TOKEN is missing.*STREAM_TOKEN_KEY is missing/,
    );
  });

  const token = 'a token for tests';
  const needed = { TWILIO_AUTH_TOKEN: token, STREAM_TOKEN_KEY: 'a key for tests!' };
  const optional = ['TWILIO_AUTH_TOKEN_PREVIOUS', 'OPENAI_API_KEY', 'GOOGLE_CREDENTIALS_JSON'];

  test.each(['', ' ', '\t\n'])('takes a blank secret for an absent one: %j', (blank) => {
    const blanks = Object.fromEntries(optional.map((name) => [name, blank]));
    expect(readSecret('twilio', { ...needed, ...blanks })).toEqual(readSecret('twilio', needed));
    expect(readSecret('models', blanks)).toEqual({});
    for (const name of Object.keys(needed)) {
      expect(() => readSecret('twilio', { ...needed, [name]: blank })).toThrow(
        `${name} is missing`,
      );
    }
    const arns = { TWILIO_SECRET_ARN: blank, MODELS_SECRET_ARN: blank };
    expect(readConfig({ ...env, ...arns }).secretArns).toEqual({});
  });

  test('reads a secret without the line break behind it', () => {
    const { twilioAuthToken } = readSecret('twilio', {
      ...needed,
      TWILIO_AUTH_TOKEN: `${token}\n`,
    });
    expect(twilioAuthToken).toBe(token);
  });

  test.each(['TWILIO_AUTH_TOKEN', 'TWILIO_AUTH_TOKEN_PREVIOUS', 'STREAM_TOKEN_KEY'])(
    'refuses a %s that is easily guessed, and does not quote it',
    (name) => {
      const secrets = { ...needed, [name]: 'fifteen letters' };
      expect(() => readSecret('twilio', secrets)).toThrow(`${name} has fewer than 16 characters`);
      expect(() => readSecret('twilio', secrets)).toThrow(InvalidInput);
      expect(() => readSecret('twilio', secrets)).not.toThrow('fifteen');
      expect(() => readSecret('twilio', { ...needed, [name]: 'sixteen letters!' })).not.toThrow();
    },
  );
});
