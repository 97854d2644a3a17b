import type { Understood, Utterance } from '#media-service/hearing/utterance.ts';
import type { Intent } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';

/** What happened, and when (epoch milliseconds). */
export type Event = { readonly at: number } & (
  | {
      readonly type: 'attached';
      readonly isResumed: boolean;
      readonly dialogue: readonly Line[];
      /** The end of the agent's last answer, which the caller did not hear. */
      readonly unheard: string;
      readonly maxCallMs: number;
      /** Whether answers are thought of before a turn is certain to be over. */
      readonly speculates: boolean;
    }
  /** Twilio sends a frame every 20 ms, silence included: the stream is the clock. */
  | { readonly type: 'clock-ticked' }
  | { readonly type: 'speech-started' }
  | { readonly type: 'speech-grew'; readonly voicedMs: number }
  /** The caller is quiet for as long as between two words of a sentence, or between two turns; or has spoken too long. */
  | {
      readonly type: 'speech-paused';
      readonly voicedMs: number;
      readonly silenceMs: number;
      readonly audio: Uint8Array;
    }
  | {
      readonly type: 'transcribed';
      readonly utterance: Utterance;
      readonly text: string;
      readonly mode: Understood;
    }
  | { readonly type: 'not-transcribed'; readonly utterance: Utterance }
  | { readonly type: 'key-pressed'; readonly digit: string }
  | { readonly type: 'sentence-ready'; readonly turn: number; readonly text: string }
  | { readonly type: 'audio-arrived'; readonly turn: number; readonly audio: Uint8Array }
  | { readonly type: 'audio-finished'; readonly turn: number }
  | { readonly type: 'mark-reached'; readonly name: string }
  /** A filler began to sound. */
  | { readonly type: 'filled'; readonly turn: number; readonly durationMs: number }
  /** A turn's answer, or what was thought of it so far. */
  | { readonly type: 'failed'; readonly turn: number }
  | { readonly type: 'tool-started'; readonly turn: number }
  | { readonly type: 'tool-ended'; readonly turn: number }
  /** The answer is to be the last one on this stream. */
  | { readonly type: 'leaving-asked'; readonly turn: number; readonly intent: Intent }
  | { readonly type: 'frames-stopped' }
  | { readonly type: 'task-stopping' }
  | { readonly type: 'stream-stopped' }
);

/** The event of a type. */
export type Of<T extends Event['type']> = Extract<Event, { type: T }>;

/** What is to be done. */
export type Effect =
  | { readonly type: 'transcribe'; readonly utterance: Utterance; readonly audio: Uint8Array }
  /** Thinks of an answer that nobody may hear, and does nothing of what it takes, until it is committed. */
  | { readonly type: 'draft'; readonly turn: number; readonly dialogue: readonly Line[] }
  | { readonly type: 'commit-draft'; readonly turn: number }
  | { readonly type: 'reply'; readonly turn: number; readonly dialogue: readonly Line[] }
  | { readonly type: 'say'; readonly turn: number; readonly phrase: Phrase }
  /** Speaks a text that was thought of before. */
  | { readonly type: 'repeat'; readonly turn: number; readonly text: string }
  /** Plays a phrase while the answer is awaited; it is no part of it. */
  | { readonly type: 'fill'; readonly turn: number; readonly phrase: Filler }
  /** Ends the utterance that the caller is in the middle of. */
  | { readonly type: 'cut-utterance' }
  | { readonly type: 'play'; readonly audio: Uint8Array }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'clear' }
  | { readonly type: 'abort-reply' }
  | { readonly type: 'open-turn'; readonly turn: number; readonly columns: TurnOpened }
  | { readonly type: 'update-turn'; readonly turn: number; readonly columns: TurnColumns }
  | { readonly type: 'close'; readonly intent: Intent }
  | { readonly type: 'finish' };

/** What the agent says without thinking: recorded phrases. */
export type Phrase =
  | 'reopening'
  | 'not_heard'
  | 'still_there_1'
  | 'still_there_2'
  | 'silence_goodbye'
  | 'time_is_up'
  | 'handing_over'
  | 'stumbled'
  | 'apology';

/** What the agent says while the caller waits for an answer. */
export type Filler = 'filler_1' | 'filler_2' | 'cut_off';

/** What is known of a turn when the caller's words are committed. */
type TurnOpened = Pick<CallTurn, 'started_at' | 'user_text'> & TurnColumns;
/** What becomes known of it later. */
export type TurnColumns = Partial<Omit<CallTurn, 'call_sid' | 'id'>>;
