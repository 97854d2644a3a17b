import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import { canJoin } from '#shared/crm/join.ts';
import { isCallable, toContact } from '#shared/domain/office/contact.ts';

/** The options of `npm run crm`. */
export type CrmOptions = {
  readonly json: boolean;
  readonly stateFolder: string;
  readonly isAws: boolean;
} & (
  | { readonly command: 'calls'; readonly days: number }
  | { readonly command: 'call'; readonly callSid: string }
  | { readonly command: 'leads' | 'migrate-callbacks' }
  | { readonly command: 'timeline'; readonly contact: string }
  | { readonly command: 'separate'; readonly contact: string }
  | { readonly command: 'join'; readonly user: string; readonly contact: string }
  | { readonly command: 'export'; readonly contact: string; readonly withFiles: boolean }
  | { readonly command: 'erase'; readonly contact: string; readonly isConfirmed: boolean }
);

const DEFAULT_DAYS = 7;
/** Older calls are found through their contact: `timeline`. */
const MAX_DAYS = 366;

/** Reads the command line; throws `UsageError` where it is wrong. */
export function readCrmOptions(args: string[]): CrmOptions {
  const { values, positionals } = parse(args);
  const [command, about, ...rest] = positionals;
  const [to, ...more] = command === 'join' ? rest : [undefined, ...rest];
  if (more.length > 0) throw new UsageError(`"${more.join(' ')}" is too much.`);
  const common = { json: values.json, stateFolder: values.state, isAws: values.aws };
  const only = (option: 'days' | 'files' | 'yes', owner: string) => {
    if (values[option] && command !== owner) {
      throw new UsageError(`--${option} is for ${owner}.`);
    }
  };
  only('days', 'calls');
  only('files', 'export');
  only('yes', 'erase');
  switch (command) {
    case 'calls':
      return { ...common, command: nothingAbout(command, about), days: daysOf(values.days) };
    case 'leads':
    case 'migrate-callbacks':
      return { ...common, command: nothingAbout(command, about) };
    case 'call':
      return { ...common, command, callSid: callSidOf(about) };
    case 'join':
      return { ...common, command, ...joinOf(about, to) };
    case 'separate':
      return { ...common, command, contact: userOf(command, about) };
    case 'timeline':
      return { ...common, command, contact: contactOf(command, about) };
    case 'export':
      return { ...common, command, contact: contactOf(command, about), withFiles: values.files };
    case 'erase':
      return { ...common, command, contact: contactOf(command, about), isConfirmed: values.yes };
    default:
      throw new UsageError(
        'The command must be calls, call, timeline, leads, join, separate, export, erase or migrate-callbacks.',
      );
  }
}

function nothingAbout<Command extends string>(command: Command, about?: string): Command {
  if (about !== undefined) throw new UsageError(`${command} takes no argument.`);
  return command;
}

function daysOf(text: string | undefined): number {
  const days = Number(text ?? DEFAULT_DAYS);
  if (Number.isInteger(days) && days >= 1 && days <= MAX_DAYS) return days;
  throw new UsageError(`--days must be a number from 1 to ${MAX_DAYS}, not "${text}".`);
}

function callSidOf(text = ''): string {
  if (/^CA[0-9a-f]{32}$/.test(text)) return text;
  throw new UsageError('call takes a CallSid: CA and 32 hex digits.');
}

function contactOf(command: string, text = ''): string {
  const isExact = /^(?:\+|whatsapp:[A-Z])/.test(text);
  const contact = isExact ? toContact(text) : undefined;
  if (contact) return contact;
  throw new UsageError(`${command} takes a phone number in E.164, like +972501234567.`);
}

function joinOf(about: string | undefined, to: string | undefined) {
  const user = userOf('join', about);
  const contact = contactOf('join', to);
  if (canJoin(user, contact)) return { user, contact };
  throw new UsageError('join takes a WhatsApp user and then a phone number, like +972501234567.');
}

/** Returns the id of a WhatsApp user without a number. */
function userOf(command: string, text = ''): string {
  const user = toContact(text);
  if (user && !isCallable(user)) return user;
  throw new UsageError(
    `${command} takes a WhatsApp user without a number, like whatsapp:IL.1349….`,
  );
}

function parse(args: string[]) {
  return parseOptions({
    args,
    allowPositionals: true,
    options: {
      days: { type: 'string' },
      files: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      aws: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
    },
  });
}
