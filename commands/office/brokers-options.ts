import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { STATE_FOLDER } from '#local/control/running-world.ts';
import type { Deal } from '#shared/domain/listings/listing.ts';
import { type Role, roles } from '#shared/domain/office/broker.ts';
import { dictatedNumber } from '#shared/domain/office/dictated-number.ts';
import { isPlainName } from '#shared/domain/plain-name.ts';
import type { PersonFacts } from '#shared/office/broker-roster.ts';

/** The options of `npm run office -- brokers`. */
export type BrokersOptions = {
  readonly command: 'brokers';
  readonly json: boolean;
  readonly stateFolder: string;
  readonly isAws: boolean;
} & (
  | { readonly deed: 'list' }
  | { readonly deed: 'add'; readonly facts: PersonFacts }
  | { readonly deed: 'remove'; readonly person: string }
  | { readonly deed: 'feed'; readonly person: string; readonly isRevoked: boolean }
);

/** A name is spoken, and an address is written, in one breath. */
const MAX_NAME_CHARS = 60;
const MAX_AREAS = 30;
/** One address, as mail programs write it; the office learns of a wrong one by its first mail. */
const EMAIL = /^[^\s@<>,;]{1,64}@[^\s@<>,;]{1,190}\.[^\s@<>,;.]{2,63}$/;

/** Reads the command line behind `brokers`; throws `UsageError` where it is wrong. */
export function readBrokersOptions(args: string[]): BrokersOptions {
  const { values, positionals } = parse(args);
  const [, deed, ...rest] = positionals;
  const common = {
    command: 'brokers',
    json: values.json,
    stateFolder: values.state,
    isAws: values.aws,
  } as const;
  const hasFacts = [values.name, values.email, values.role, values.areas, values.deals].some(
    (value) => value !== undefined,
  );
  if (deed !== 'feed' && values.revoke) throw new UsageError('Only brokers feed takes --revoke.');
  if (deed !== 'add' && hasFacts) throw new UsageError('Only brokers add takes facts of a person.');
  switch (deed) {
    case 'list':
      if (rest.length > 0) throw new UsageError('brokers list takes no argument.');
      return { ...common, deed };
    case 'add':
      if (rest.length > 0) throw new UsageError(`"${rest.join(' ')}" is too much.`);
      return { ...common, deed, facts: factsOf(values) };
    case 'remove':
    case 'feed': {
      const person = [...rest, values.phone ?? ''].join(' ').trim();
      if (!person) throw new UsageError(`brokers ${deed} takes a phone, a name or an id.`);
      return deed === 'remove'
        ? { ...common, deed, person }
        : { ...common, deed, person, isRevoked: values.revoke };
    }
    default:
      throw new UsageError('brokers takes list, add, remove or feed.');
  }
}

function factsOf(values: ReturnType<typeof parse>['values']): PersonFacts {
  const phone = dictatedNumber(values.phone ?? '');
  if (!phone)
    throw new UsageError(`--phone takes a number like 052-1234567, not "${values.phone ?? ''}".`);
  const { name, email, role, areas, deals } = values;
  return {
    phone,
    ...(name !== undefined && { name: nameOf(name) }),
    ...(email !== undefined && { email: emailOf(email) }),
    ...(role !== undefined && { role: roleOf(role) }),
    ...(areas !== undefined && { areas: listOf(areas).slice(0, MAX_AREAS) }),
    ...(deals !== undefined && { deals: listOf(deals).map(dealOf) }),
  };
}

function nameOf(text: string): string {
  const name = text.trim();
  if (name && name.length <= MAX_NAME_CHARS && isPlainName(name)) return name;
  throw new UsageError(`--name takes a name of ${MAX_NAME_CHARS} characters at most.`);
}

function emailOf(text: string): string {
  const email = text.trim().toLowerCase();
  if (EMAIL.test(email)) return email;
  throw new UsageError(`--email takes an address like dana@example.com, not "${text}".`);
}

function roleOf(text: string): Role {
  const role = roles.find((one) => one === text);
  if (role) return role;
  throw new UsageError(`--role takes ${roles.join(', ')}, not "${text}".`);
}

function dealOf(text: string): Deal {
  if (text === 'rent' || text === 'sale') return text;
  throw new UsageError(`--deals takes rent, sale or both, not "${text}".`);
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((one) => one.trim() || []);
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  return parseOptions({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      aws: { type: 'boolean', default: false },
      revoke: { type: 'boolean', default: false },
      state: { type: 'string', default: STATE_FOLDER },
      name: text,
      phone: text,
      email: text,
      role: text,
      areas: text,
      deals: text,
    },
  });
}
