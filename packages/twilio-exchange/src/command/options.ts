import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { toTelephoneAudio } from '@agent-locator/audio/telephone-audio.ts';
import { fromWav } from '@agent-locator/audio/wav.ts';
import { isWebUrl } from '../http/web-url.ts';
import { WrongUsage } from './wrong-usage.ts';

/** One thing that the caller does. */
export type CallerStep =
  | { readonly kind: 'speak'; readonly name: string; readonly mulaw: Uint8Array }
  | { readonly kind: 'press'; readonly keys: string }
  | { readonly kind: 'hang-up' };

/** The options of a command, read and checked. */
export type CommandOptions = {
  readonly voiceUrl: string;
  readonly statusCallbackUrl: string | undefined;
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
  readonly port: number;
  /** The steps in the order of the options; without any, they come from the terminal. */
  readonly steps: readonly CallerStep[];
  readonly hangUpAfterMs: number | undefined;
  readonly json: boolean;
  readonly wavFile: string | undefined;
};

const DEFAULTS = {
  'account-sid': `AC${'0'.repeat(32)}`,
  'auth-token': 'exchange',
  from: '+15551234567',
  port: '0',
};

/** Reads the arguments of the command; `help` where they ask for it. @throws WrongUsage where they are wrong. */
export function readOptions(args: readonly string[]): CommandOptions | 'help' {
  const { values, tokens } = parse(args);
  if (values.help) return 'help';
  const voiceUrl = values['voice-url'];
  if (!voiceUrl) throw new WrongUsage('--voice-url is missing.');
  const statusCallbackUrl = values['status-callback-url'];
  for (const [name, url] of Object.entries({ voiceUrl, statusCallbackUrl })) {
    if (url && !isWebUrl(url)) throw new WrongUsage(`${optionOf(name)} is not a URL: ${url}`);
  }
  const { 'account-sid': accountSid, 'auth-token': authToken, from, port } = values;
  if (!/^AC[0-9a-f]{32}$/.test(accountSid)) {
    throw new WrongUsage(`--account-sid is not AC and 32 hex digits: ${accountSid}`);
  }
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new WrongUsage(`--port is not a port: ${port}`);
  }
  return {
    voiceUrl,
    statusCallbackUrl,
    accountSid,
    authToken,
    from,
    port: Number(port),
    steps: tokens.flatMap((token) => (token.kind === 'option' ? toStep(token) : [])),
    hangUpAfterMs: toMilliseconds(values['hang-up-after']),
    json: values.json,
    wavFile: values.wav,
  };
}

/** Reads a WAV file for the caller to speak. @throws WrongUsage where it cannot be read. */
export function speakFile(file: string): CallerStep {
  try {
    return { kind: 'speak', name: file, mulaw: toTelephoneAudio(fromWav(readFileSync(file))) };
  } catch (cause) {
    const { message } = cause as Error;
    throw new WrongUsage(`${file} cannot be spoken: ${message}`, { cause });
  }
}

/** Reads keys to press. @throws WrongUsage for characters that a telephone does not have. */
export function pressKeys(keys: string): CallerStep {
  if (/^[0-9*#]+$/.test(keys)) return { kind: 'press', keys };
  throw new WrongUsage(`A telephone has the keys 0-9, * and #, not "${keys}".`);
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({
      args: [...args],
      tokens: true,
      options: {
        'voice-url': text,
        'status-callback-url': text,
        'account-sid': { ...text, default: DEFAULTS['account-sid'] },
        'auth-token': { ...text, default: DEFAULTS['auth-token'] },
        from: { ...text, default: DEFAULTS.from },
        port: { ...text, default: DEFAULTS.port },
        say: { ...text, multiple: true },
        press: { ...text, multiple: true },
        'hang-up-after': text,
        wav: text,
        json: flag,
        help: { ...flag, short: 'h' },
      },
    });
  } catch (cause) {
    throw new WrongUsage((cause as Error).message, { cause });
  }
}

function toStep({ name, value = '' }: { name: string; value?: string | undefined }): CallerStep[] {
  if (name === 'say') return [speakFile(value)];
  return name === 'press' ? [pressKeys(value)] : [];
}

function toMilliseconds(duration: string | undefined): number | undefined {
  if (duration === undefined) return undefined;
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(duration) ?? [];
  if (!number) throw new WrongUsage(`--hang-up-after is not a duration such as 20s: ${duration}`);
  return Number(number) * (unit === 's' ? 1000 : 1);
}

function optionOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
