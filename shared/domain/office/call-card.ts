import * as z from 'zod/mini';
import { momentInWords } from './moment-words.ts';
import type { Task } from './task.ts';
import { taskInWords } from './telling-words.ts';
import type { Viewing } from './viewing.ts';

/** The outcomes of a conversation, as the office sorts them. */
export const cardOutcomes = [
  'viewing',
  'callback',
  'no_match',
  'owner',
  'request',
  'other',
  'spam',
] as const;

/** The moods of a contact at the end. */
export const cardMoods = ['good', 'neutral', 'upset'] as const;

/** The sum of a conversation for the office. */
export type CallCard = {
  /** Two lines in Hebrew: the wish, and what came of it. */
  readonly lines: readonly string[];
  readonly outcome: (typeof cardOutcomes)[number];
  /** The next step of the office, in Hebrew; empty for none. */
  readonly next_step: string;
  readonly mood: (typeof cardMoods)[number];
  /** Promises of the agent for which no deed stands, in Hebrew. */
  readonly promises: readonly string[];
  /** Whether a model wrote it, or the deeds alone made it. */
  readonly made_by: 'model' | 'deeds';
  /** Epoch ms. */
  readonly at: number;
};

const MAX_LINE_CHARS = 200;
const MAX_PROMISES = 5;
const line = z.pipe(
  z.string(),
  z.transform((text: string) => text.replace(/\s+/g, ' ').trim().slice(0, MAX_LINE_CHARS)),
);

/** A model's answer about a conversation. */
export const writtenCard = z.object({
  lines: z.array(line).check(z.minLength(1), z.maxLength(3)),
  outcome: z.enum(cardOutcomes),
  next_step: line,
  mood: z.enum(cardMoods),
  promises: z.array(line),
});

/** The deeds of a conversation. */
export type CardDeeds = {
  readonly tasks: readonly Task[];
  /** The viewings that it booked. */
  readonly viewings: readonly Viewing[];
  readonly hasLeftVoicemail: boolean;
};

/** Returns a card in the words of a model. */
export function cardOfModel(written: z.output<typeof writtenCard>, at: number): CallCard {
  const { lines, promises, ...rest } = written;
  return {
    ...rest,
    lines: lines.slice(0, 2),
    promises: promises.filter(Boolean).slice(0, MAX_PROMISES),
    made_by: 'model',
    at,
  };
}

/** Returns the card of a conversation that no model summed up. */
export function cardOfDeeds(
  { tasks, viewings, hasLeftVoicemail }: CardDeeds,
  at: number,
): CallCard {
  const said = [
    ...viewings.map((viewing) => `נקבע ביקור: ${momentInWords(viewing.at)}`),
    ...tasks.map(taskInWords),
    ...(hasLeftVoicemail ? ['הושארה הודעה קולית'] : []),
  ];
  const [first] = tasks;
  return {
    lines: said.length > 0 ? said.slice(0, 2) : ['השיחה הסתיימה בלי בקשה רשומה'],
    outcome: outcomeOf(tasks, viewings),
    next_step: first ? taskInWords(first) : '',
    mood: 'neutral',
    promises: [],
    made_by: 'deeds',
    at,
  };
}

function outcomeOf(tasks: readonly Task[], viewings: readonly Viewing[]): CallCard['outcome'] {
  if (tasks.some(({ kind }) => kind === 'owner_lead')) return 'owner';
  if (viewings.length > 0) return 'viewing';
  if (tasks.some(({ kind }) => kind === 'call_back' || kind === 'hand_over_missed')) {
    return 'callback';
  }
  return tasks.length > 0 ? 'request' : 'other';
}
