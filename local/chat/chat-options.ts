import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseOptions } from '@agent-locator/command-line/options.ts';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import { phoneNumber } from '#local/control/call-order.ts';
import { type CustomerOrder, customerOrder } from '#local/control/customer-order.ts';
import { toMs } from '#local/control/duration.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import { readSwitches } from '#local/control/switch-options.ts';
import { readValid } from '#local/control/valid-input.ts';
import { InvalidInput } from '#shared/errors.ts';

/** The options of `npm run chat`. */
export type ChatOptions = {
  readonly from: string;
  /** The customer's messages; without any, they are typed. */
  readonly messages: readonly CustomerOrder[];
  /** Whether all messages are written at once, before any answer. */
  readonly isBurst: boolean;
  readonly switches: Partial<Switches>;
  /** The time until an answer must reach the phone, counted from the webhook's answer. */
  readonly withinMs: number;
  readonly json: boolean;
  readonly stateFolder: string;
};

/** A customer in a range without subscribers. */
const CUSTOMER = '+972500000001';
/** Longer than the product's bound on the first word. */
const WITHIN = '20s';
/** A file of this size in base64 fits through the control server. */
const MAX_FILE_BYTES = 2_500_000;

const contentTypes: Readonly<Record<string, string>> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.pdf': 'application/pdf',
  '.ogg': 'audio/ogg',
  '.mp4': 'video/mp4',
};

/** The message of each option that is one. */
const messageOptions: Readonly<Record<string, (text: string) => CustomerOrder>> = {
  say: (text) => ({ text }),
  'voice-note': (text) => ({ voiceNote: text }),
  image: (file) => toFile(file),
  location: (place) => toPlace(place),
};

/** Reads the command line; throws `UsageError` or `InvalidInput` where it is wrong. */
export function readChatOptions(args: string[]): ChatOptions {
  const { values, tokens } = parse(args);
  const messages = tokens.flatMap((token) => {
    const toMessage = token.kind === 'option' && messageOptions[token.name];
    return toMessage ? [toMessage(token.value ?? '')] : [];
  });
  if (values.burst && messages.length < 2) {
    throw new InvalidInput('--burst needs several messages: give --say more than once.');
  }
  return {
    from: readValid(phoneNumber, values.from, 'from'),
    messages: messages.map((message) => readValid(customerOrder, message, '')),
    isBurst: values.burst,
    switches: {
      ...(values.duplicate && { webhookFaults: 'duplicate' }),
      ...readSwitches(values.switch),
    },
    withinMs: toMs(values.within, '--within'),
    json: values.json,
    stateFolder: values.state,
  };
}

/**
 * Reads a file as a message, with an optional caption.
 * @throws InvalidInput for an unknown type, an unreadable file or a large one.
 */
export function toFile(file: string, caption = ''): CustomerOrder {
  const contentType = contentTypes[extname(file).toLowerCase()];
  if (!contentType) {
    throw new InvalidInput(`"${file}" must end in ${Object.keys(contentTypes).join(', ')}.`);
  }
  const bytes = read(file);
  if (bytes.length > MAX_FILE_BYTES) {
    throw new InvalidInput(`"${file}" is larger than ${MAX_FILE_BYTES} bytes.`);
  }
  const files = [{ contentType, base64: bytes.toString('base64') }];
  return caption ? { files, text: caption } : { files };
}

/** Reads two degrees as a place. @throws InvalidInput for any other text. */
export function toPlace(text: string): CustomerOrder {
  const [, latitude, longitude] =
    /^(-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?)$/.exec(text.trim()) ?? [];
  if (latitude === undefined) {
    throw new InvalidInput(`A location must be like 32.08,34.78, not "${text}".`);
  }
  return { location: { latitude: Number(latitude), longitude: Number(longitude) } };
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new InvalidInput(`"${file}" cannot be read.`, { cause });
  }
}

function parse(args: string[]) {
  return parseOptions({
    args,
    tokens: true,
    options: {
      say: { type: 'string', multiple: true },
      'voice-note': { type: 'string', multiple: true },
      image: { type: 'string', multiple: true },
      location: { type: 'string', multiple: true },
      burst: { type: 'boolean', default: false },
      duplicate: { type: 'boolean', default: false },
      within: { type: 'string', default: WITHIN },
      from: { type: 'string', default: CUSTOMER },
      switch: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
    },
  });
}
