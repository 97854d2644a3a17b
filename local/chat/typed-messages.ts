import { type CustomerOrder, customerOrder } from '#local/control/customer-order.ts';
import { toMs } from '#local/control/duration.ts';
import type { Language } from '#local/control/typed-lines.ts';
import { readValid } from '#local/control/valid-input.ts';
import { InvalidInput } from '#shared/errors.ts';
import { toFile, toPlace } from './chat-options.ts';

/** A typed line for a customer: a message, or skipped time for the 24-hour window. */
export type TypedMessage = { readonly order: CustomerOrder } | { readonly laterMs: number };

const hint =
  'Type what the customer writes; /voice …, /image file caption, /location 32.08,34.78, /empty, /later 25h.';

/** The commands that can be typed for a customer. */
export const typedMessages: Language<TypedMessage> = {
  hint,
  toTyped(line) {
    const [, command, rest = ''] = /^\/(\w+)\s*(.*)$/.exec(line) ?? [];
    if (command === 'later') return { laterMs: toMs(rest, '/later') };
    const order = command === undefined ? toWords(line) : toOrder(command, rest);
    return { order: readValid(customerOrder, order, '') };
  },
};

function toWords(line: string): CustomerOrder {
  if (!line) throw new InvalidInput(hint);
  return { text: line };
}

function toOrder(command: string, rest: string): CustomerOrder {
  const [, file = '', caption] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
  switch (command) {
    case 'voice':
      return { voiceNote: rest };
    case 'image':
      return toFile(file, caption);
    case 'location':
      return toPlace(rest);
    case 'empty':
      return { text: '' };
    default:
      throw new InvalidInput(`There is no /${command}. ${hint}`);
  }
}
