import * as z from 'zod/mini';
import type { Channel } from '#shared/domain/office/contact.ts';
import type { Leads, Listings, Schedules, Viewings } from '#shared/ports/office.ts';
import type { Tool } from '#shared/ports/speech.ts';
import type { Argument } from './arguments.ts';

/** What tools work with. */
export type ToolParts = {
  readonly listings: Pick<Listings, 'search' | 'find'>;
  readonly leads: Pick<Leads, 'save' | 'requestCallback' | 'optIn'>;
  readonly viewings: Pick<Viewings, 'book' | 'cancel' | 'ofContact'>;
  readonly schedules: Pick<Schedules, 'once' | 'cancel'>;
  now(): number;
  /** Whether the office writes to callers after their calls. */
  readonly followsUp?: boolean;
};

/** The turn in which tools are used. */
export type ToolTurn = {
  readonly channel: Channel;
  /** Whose leads and viewings the tools may touch: nobody's where the number is withheld; throws where that is not known. */
  contact(): Promise<string | undefined>;
  /** At most 50 letters, digits, dashes, dots and underscores: call, generation, turn. */
  readonly id: string;
  /** Tells whether the turn still may do anything: asked before every tool that writes. */
  holdsCall(): Promise<boolean>;
  /** Asks for an end of the call; absent where there is none to end. */
  readonly end?: ((intent: 'goodbye' | 'human') => void) | undefined;
  /** Whether there is a person to hand a call over to. */
  readonly officeAnswers: boolean;
};

/** One use of a tool. */
export type ToolUse = {
  readonly parts: ToolParts;
  readonly turn: ToolTurn;
  /** Tells this use from every other, on whichever machine it happens. */
  readonly id: string;
  readonly signal: AbortSignal;
};

/** A tool as the toolbox holds it. */
export type HeldTool = {
  readonly tool: Tool;
  /** Whether it leaves something behind, so that only who holds the call may use it. */
  readonly writes: boolean;
  /** Checks what a model sent; gives the work, or undefined where it cannot be understood. */
  prepare(sent: unknown): ((use: ToolUse) => Promise<object>) | undefined;
};

/** What cannot be done, as a model is told of it. */
export type Refused = { readonly error: string };

/** What a model is told of a time that no clock shows. */
export const NO_SUCH_TIME: Refused = {
  error: 'There is no such day or hour. Ask the caller for the day and the hour again.',
};

/** Makes a tool of its description, its arguments and its work. */
export function holdTool<Arguments extends Record<string, unknown>>({
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
}): HeldTool {
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

/** Leaves out what is not known: a null, or a text without a word. */
export function known<Sent extends Record<string, unknown>>(
  sent: Sent,
): { [Name in keyof Sent]?: Exclude<Sent[Name], null> } {
  const told = Object.entries(sent).filter(([, value]) => value !== null && value !== '');
  return Object.fromEntries(told) as { [Name in keyof Sent]?: Exclude<Sent[Name], null> };
}
