import * as z from 'zod/mini';
import type { Intended } from '#shared/domain/calls/call-log.ts';
import type { Channel } from '#shared/domain/office/contact.ts';
import type { KnownBrokers } from '#shared/ports/brokers.ts';
import type { Leads, Listings, Office, Schedules } from '#shared/ports/office.ts';
import type { Tool } from '#shared/ports/speech.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Viewings } from '#shared/ports/viewings.ts';
import type { Argument } from './arguments.ts';

/** The collaborators of all tools. */
export type ToolParts = {
  readonly listings: Pick<Listings, 'search' | 'find'>;
  readonly leads: Pick<
    Leads,
    'find' | 'save' | 'assign' | 'advance' | 'addPhone' | 'agree' | 'optOut'
  >;
  readonly tasks: Pick<Tasks, 'open' | 'find' | 'revise' | 'ofContact'>;
  readonly viewings: Pick<Viewings, 'book' | 'cancel' | 'ofContact' | 'firstFree'>;
  readonly brokers: Pick<KnownBrokers, 'active' | 'hasLeft'>;
  readonly schedules: Pick<Schedules, 'once' | 'cancel'>;
  readonly office: Office;
  now(): number;
  /** Whether the office sends follow-ups after calls. */
  readonly followsUp?: boolean;
  /** Whether the office writes on WhatsApp, so that callers can be told of new homes there. */
  readonly canWrite?: boolean;
};

/** The turn in which tools are used. */
export type ToolTurn = {
  readonly channel: Channel;
  /** Returns the contact whose leads and viewings the tools may change; undefined for a withheld number; throws if unknown. */
  contact(): Promise<string | undefined>;
  /** Call, generation and turn: at most 50 letters, digits, dashes, dots and underscores. */
  readonly id: string;
  /** The contact's words of this turn, and the id of the turn or message that holds them. */
  readonly said?: { readonly id: string; readonly words?: string | undefined } | undefined;
  /** When a message was written, in epoch ms; absent in a call, whose words are of now. */
  readonly writtenAt?: number;
  /** Returns whether this turn still owns the call; asked before every tool that writes. */
  holdsCall(): Promise<boolean>;
  /** Requests the end of the call; absent outside phone calls. */
  readonly end?: ((intent: Extract<Intended, 'goodbye' | 'human' | object>) => void) | undefined;
  /** Whether a person of the office can be rung now. */
  readonly officeAnswers: boolean;
};

/** One use of a tool. */
export type ToolUse = {
  readonly parts: ToolParts;
  readonly turn: ToolTurn;
  /** The idempotency key of this use, unique across machines. */
  readonly id: string;
  readonly signal: AbortSignal;
};

/** A tool with the checks and the work behind it. */
export type ToolDefinition = {
  readonly tool: Tool;
  /** Whether it writes to the CRM, so that only the turn that owns the call may use it. */
  readonly writes: boolean;
  /** Checks the model's arguments; returns the work, or undefined if they do not fit the schema. */
  prepare(sent: unknown): ((use: ToolUse) => Promise<object>) | undefined;
};

/** The error result that a model reads. */
export type Refused = { readonly error: string };

/** The error for a local time that does not exist. */
export const NO_SUCH_TIME: Refused = {
  error: 'There is no such day or hour. Ask the caller for the day and the hour again.',
};

/** Returns a tool built from its description, its arguments and its work. */
export function defineTool<Arguments extends Record<string, unknown>>({
  name,
  description,
  writes,
  accepts,
  use,
}: {
  readonly name: string;
  readonly description: string;
  readonly writes: boolean;
  readonly accepts: { readonly [Name in keyof Arguments]: Argument<Arguments[Name]> };
  use(sent: Arguments, use: ToolUse): Promise<object> | object;
}): ToolDefinition {
  const named: [string, Argument<unknown>][] = Object.entries(accepts);
  const shape = z.strictObject(
    Object.fromEntries(named.map(([argument, { accepts }]) => [argument, accepts])),
  );
  return {
    tool: {
      name,
      description,
      parameters: {
        type: 'object',
        properties: Object.fromEntries(named.map(([argument, { schema }]) => [argument, schema])),
        required: named.map(([argument]) => argument),
        additionalProperties: false,
      },
    },
    writes,
    prepare(sent) {
      const { success, data } = z.safeParse(shape, sent);
      return success ? async (context) => use(data as Arguments, context) : undefined;
    },
  };
}

/** Returns arguments without the unknown ones: nulls and empty texts. */
export function withoutUnknown<Sent extends Record<string, unknown>>(
  sent: Sent,
): { [Name in keyof Sent]?: Exclude<Sent[Name], null> } {
  const told = Object.entries(sent).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(told) as { [Name in keyof Sent]?: Exclude<Sent[Name], null> };
}
