import type { CustomerMessage } from 'twilio-exchange/whatsapp/customer-message.ts';
import type { CustomerMedia } from 'twilio-exchange/whatsapp/message.ts';
import * as z from 'zod/mini';
import { voiceNote } from '#local/scenario/voice-note.ts';
import type { World } from '#local/world/world.ts';
import { chosenSwitches } from './call-order.ts';
import { exactly } from './valid-input.ts';

/** WhatsApp's limit on one message. */
const MAX_TEXT_CHARACTERS = 4_096;
/** More than a customer says in one breath. */
const MAX_SPOKEN_CHARACTERS = 500;
const MAX_FILES = 10;
/** More than a burst of a real customer. */
const MAX_MESSAGES = 100;
const MAX_DELAY_MS = 60_000;
const MAX_WINDOW_MS = 365 * 24 * 60 * 60_000;

const text = (max = MAX_TEXT_CHARACTERS) =>
  z.string('must be text').check(z.maxLength(max, `must not be longer than ${max} characters`));
const short = text(200);
const ms = (max: number) =>
  z
    .int('must be a whole number of milliseconds')
    .check(z.minimum(0, 'must not be negative'), z.maximum(max, `must not be more than ${max}`));
const degrees = (max: number) =>
  z
    .number('must be a number of degrees')
    .check(z.minimum(-max, `must not be under -${max}`), z.maximum(max, `must not be over ${max}`));

const file = exactly({
  contentType: z
    .string('must be text')
    .check(z.regex(/^[\w.+-]+\/[\w.+-]+$/, 'must be a type like image/jpeg')),
  base64: z.string('must be text').check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/, 'must be base64')),
  flaw: z.exactOptional(
    z.enum(
      ['unauthorized', 'not-found', 'huge', 'wrong-type', 'redirect-loop'],
      'must be unauthorized, not-found, huge, wrong-type or redirect-loop',
    ),
  ),
});

/**
 * Checks a message that a customer is to write: one of its kinds, or files with an optional caption. An empty
 * order is an empty message.
 */
export const customerOrder = exactly({
  text: z.exactOptional(text()),
  voiceNote: z.exactOptional(text(MAX_SPOKEN_CHARACTERS).check(z.regex(/\S/, 'must not be empty'))),
  files: z.exactOptional(
    z
      .array(file, 'must be a list of files')
      .check(
        z.minLength(1, 'must have a file'),
        z.maxLength(MAX_FILES, `must not have more than ${MAX_FILES} files`),
      ),
  ),
  location: z.exactOptional(
    exactly({
      latitude: degrees(90),
      longitude: degrees(180),
      address: z.exactOptional(short),
      label: z.exactOptional(short),
    }),
  ),
  button: z.exactOptional(exactly({ text: short, payload: short })),
  listItem: z.exactOptional(
    exactly({ id: short, title: short, description: z.exactOptional(short) }),
  ),
  /** The message that this one answers. */
  repliesTo: z.exactOptional(short),
  /** The exchange's switches for this message. */
  switches: z.exactOptional(chosenSwitches),
  /** The delay of its delivery. */
  afterMs: z.exactOptional(ms(MAX_DELAY_MS)),
});

export type CustomerOrder = z.output<typeof customerOrder>;

/** Checks messages that are written at once. */
export const customerOrders = exactly({
  messages: z
    .array(customerOrder, 'must be a list of messages')
    .check(
      z.minLength(1, 'must have a message'),
      z.maxLength(MAX_MESSAGES, `must not have more than ${MAX_MESSAGES} messages`),
    ),
});

/** Checks the time to skip in a 24-hour window. */
export const passingTime = exactly({ ms: ms(MAX_WINDOW_MS) });

/** Turns an order into a customer's message; a voice note is synthesised. */
export async function toCustomerMessage(
  order: CustomerOrder,
  world: Pick<World, 'voice' | 'phrasebook'>,
): Promise<CustomerMessage> {
  const { text = '', files, location, button, listItem, repliesTo } = order;
  const answering = { repliesTo };
  if (location) return { location, ...answering };
  if (button) return { button, ...answering };
  if (listItem) return { listItem, ...answering };
  if (files) return { media: files.map(toMedia), text, ...answering };
  if (order.voiceNote === undefined) return { text, ...answering };
  return { media: [await voiceNote(order.voiceNote, world)], ...answering };
}

function toMedia({ contentType, base64, flaw }: z.output<typeof file>): CustomerMedia {
  return { contentType, bytes: Buffer.from(base64, 'base64'), flaw };
}
