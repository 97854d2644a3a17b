import { describe, expect, test } from 'vitest';
import { readWorldSettings } from '#local/world/settings.ts';
import { InvalidInput } from '#shared/errors.ts';

const secrets = [
  'TWILIO_AUTH_TOKEN',
  'TWILIO_AUTH_TOKEN_PREVIOUS',
  'OPENAI_API_KEY',
  'GOOGLE_CREDENTIALS_JSON',
  'GOOGLE_APPLICATION_CREDENTIALS',
];

describe('npm start', () => {
  test.each(['', ' ', '\n'])('asks the stand-ins where a key is blank: %j', (blank) => {
    const env = Object.fromEntries(secrets.map((name) => [name, blank]));
    const { authToken, openaiApiKey, googleCredentialsJson, product } = readWorldSettings(env);
    expect(authToken).toMatch(/^[0-9a-f]{32}$/);
    expect({ openaiApiKey, googleCredentialsJson }).toEqual({});
    expect(product).not.toHaveProperty('TWILIO_AUTH_TOKEN_PREVIOUS');
  });

  test('does not take a blank token for one of the real Twilio', () => {
    const env = { PUBLIC_BASE_URL: 'https://voice.example.com', TWILIO_ACCOUNT_SID: 'AC1' };
    const reading = () => readWorldSettings({ ...env, TWILIO_AUTH_TOKEN: ' ' });
    expect(reading).toThrow('set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN too');
  });

  test.each(['TWILIO_AUTH_TOKEN', 'TWILIO_AUTH_TOKEN_PREVIOUS'])(
    'refuses a %s that is easily guessed, and says where a right one is',
    (name) => {
      const reading = () => readWorldSettings({ [name]: 'fifteen letters' });
      expect(reading).toThrow(InvalidInput);
      expect(reading).toThrow(
        `${name} has fewer than 16 characters: copy it from Twilio’s console`,
      );
    },
  );
});
