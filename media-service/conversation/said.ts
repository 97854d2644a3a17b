import type { Understood, Utterance } from '#media-service/hearing/utterance.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';

/** What the caller has said since the agent's last turn, pause by pause; never without an utterance. */
export type Said = {
  readonly utterances: readonly Uttered[];
  /** How many answers were begun before the turn was over. */
  readonly drafts: number;
};

/** An utterance, and what became of it where that is known; a lost one is kept as a recording. */
type Uttered = Utterance & { readonly words?: Words | 'lost' };
type Words = { readonly text: string; readonly mode: Understood; readonly at: number };

/** What all utterances of a turn say together. */
export type Meaning =
  | { readonly name: 'pending' }
  | { readonly name: 'lost' }
  | {
      readonly name: 'known';
      readonly text: string;
      readonly mode: Understood;
      readonly at: number;
    };

/** Adds an utterance. */
export function withUtterance(said: Said | undefined, utterance: Utterance): Said {
  return { drafts: 0, ...said, utterances: [...(said?.utterances ?? []), utterance] };
}

/** Adds what became of an utterance; undefined where it is none of these. */
export function withWords(said: Said, turn: number, words: Words | 'lost'): Said | undefined {
  if (!said.utterances.some((uttered) => uttered.turn === turn)) return undefined;
  const utterances = said.utterances.map((uttered) =>
    uttered.turn === turn ? { ...uttered, words } : uttered,
  );
  return { ...said, utterances };
}

/** Reads what was said as a whole; a turn of which a part is lost cannot be answered. */
export function meaningOf({ utterances }: Said): Meaning {
  const found = utterances.map(({ words }) => words);
  if (found.includes(undefined)) return { name: 'pending' };
  if (found.includes('lost')) return { name: 'lost' };
  return { name: 'known', ...joined(found.filter((words) => typeof words === 'object')) };
}

/** Parts what is understood, as a turn of its own, from what is not yet. */
export function understoodOf(
  said: Said,
): [(Words & { turn: number }) | undefined, Said | undefined] {
  const pending = said.utterances.filter(({ words }) => words === undefined);
  const rest = pending.length > 0 ? { ...said, utterances: pending } : undefined;
  const understood = said.utterances.flatMap(({ turn, words }) =>
    typeof words === 'object' && words.text ? [{ turn, words }] : [],
  );
  const [first] = understood;
  if (!first) return [undefined, rest];
  return [{ turn: first.turn, ...joined(understood.map(({ words }) => words)) }, rest];
}

/** The number of the turn: that of its first utterance. */
export function turnOf({ utterances }: Said): number {
  return utterances[0]?.turn ?? Number.NaN;
}

/** The last of the utterances. */
export function lastOf({ utterances }: Said): Uttered {
  const last = utterances.at(-1);
  if (!last) throw new RangeError('Nothing was said.');
  return last;
}

/** For how long a voice was heard in all utterances. */
export function voicedMsOf({ utterances }: Said): number {
  return utterances.reduce((sum, { voicedMs }) => sum + voicedMs, 0);
}

/** What was said as a line of the dialogue. */
export function lineOf(text: string): Line {
  return { speaker: 'caller', text };
}

function joined(words: readonly Words[]): Words {
  const text = words
    .map((each) => each.text)
    .filter(Boolean)
    .join(' ');
  const mode = words.some((each) => each.mode === 'batch') ? 'batch' : 'live';
  return { text, mode, at: Math.max(...words.map(({ at }) => at)) };
}
