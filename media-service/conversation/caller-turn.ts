import type { TranscriptionMode, Utterance } from '#media-service/hearing/utterance.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';

/** The caller's utterances since the agent's last turn; never empty. */
export type CallerTurn = {
  readonly utterances: readonly TurnUtterance[];
  /** How many replies were drafted before the turn was over. */
  readonly drafts: number;
};

/** An utterance with its transcript once that is known; a lost one is kept as a recording. */
type TurnUtterance = Utterance & { readonly transcript?: Transcript | 'lost' };
type Transcript = {
  readonly text: string;
  readonly mode: TranscriptionMode;
  readonly at: number;
};

/** The transcript of a whole turn. */
export type TurnTranscript =
  | { readonly name: 'pending' }
  | { readonly name: 'lost' }
  | ({ readonly name: 'known' } & Transcript);

/** Returns the turn with one more utterance. */
export function withUtterance(turn: CallerTurn | undefined, utterance: Utterance): CallerTurn {
  return { drafts: 0, ...turn, utterances: [...(turn?.utterances ?? []), utterance] };
}

/** Returns the turn with the transcript of one utterance; undefined where the utterance is not part of it. */
export function withTranscript(
  turn: CallerTurn,
  utteranceTurn: number,
  transcript: Transcript | 'lost',
): CallerTurn | undefined {
  if (!turn.utterances.some((utterance) => utterance.turn === utteranceTurn)) return undefined;
  const utterances = turn.utterances.map((utterance) =>
    utterance.turn === utteranceTurn ? { ...utterance, transcript } : utterance,
  );
  return { ...turn, utterances };
}

/** Returns the transcript of the whole turn; a turn that lost an utterance cannot be answered. */
export function transcriptOf({ utterances }: CallerTurn): TurnTranscript {
  const transcripts = utterances.map(({ transcript }) => transcript);
  if (transcripts.includes(undefined)) return { name: 'pending' };
  if (transcripts.includes('lost')) return { name: 'lost' };
  return { name: 'known', ...joined(transcripts.filter((each) => typeof each === 'object')) };
}

/** Splits a turn into its transcribed utterances, as one turn, and the utterances that are still pending. */
export function splitTranscribed(
  callerTurn: CallerTurn,
): [(Transcript & { turn: number }) | undefined, CallerTurn | undefined] {
  const pending = callerTurn.utterances.filter(({ transcript }) => transcript === undefined);
  const rest = pending.length > 0 ? { ...callerTurn, utterances: pending } : undefined;
  const transcribed = callerTurn.utterances.flatMap(({ turn, transcript }) =>
    typeof transcript === 'object' && transcript.text ? [{ turn, transcript }] : [],
  );
  const [first] = transcribed;
  if (!first) return [undefined, rest];
  return [{ turn: first.turn, ...joined(transcribed.map(({ transcript }) => transcript)) }, rest];
}

/** Returns the number of the turn, which is that of its first utterance. */
export function turnNumber({ utterances }: CallerTurn): number {
  return utterances[0]?.turn ?? Number.NaN;
}

/** Returns the last utterance. */
export function lastUtterance({ utterances }: CallerTurn): TurnUtterance {
  const last = utterances.at(-1);
  if (!last) throw new RangeError('A turn has no utterance.');
  return last;
}

/** Returns for how many milliseconds a voice was heard in all utterances. */
export function voicedMsOf({ utterances }: CallerTurn): number {
  return utterances.reduce((sum, { voicedMs }) => sum + voicedMs, 0);
}

/** Returns a text as the caller's line of the dialogue. */
export function callerLine(text: string): Line {
  return { speaker: 'caller', text };
}

function joined(transcripts: readonly Transcript[]): Transcript {
  const text = transcripts
    .map((each) => each.text)
    .filter(Boolean)
    .join(' ');
  const mode = transcripts.some((each) => each.mode === 'batch') ? 'batch' : 'live';
  return { text, mode, at: Math.max(...transcripts.map(({ at }) => at)) };
}
