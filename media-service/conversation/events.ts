import type { TranscriptionMode, Utterance } from '#media-service/hearing/utterance.ts';
import type { ConnectedAfter, Intended } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';

/** An event of one stream; `at` is its moment in epoch milliseconds. */
export type Event = { readonly at: number } & (
  | {
      readonly type: 'attached';
      /** The end of the call's earlier stream; undefined for the first one. */
      readonly connectedAfter: ConnectedAfter | undefined;
      readonly dialogue: readonly Line[];
      /** The end of the agent's last reply, which the caller did not hear. */
      readonly unheard: string;
      /** How long the call may go on from now. */
      readonly maxCallMs: number;
      /** Whether replies are drafted before a turn is certain to be over. */
      readonly speculates: boolean;
    }
  /** Twilio sends a frame every 20 ms, silence included: the stream is the clock. */
  | { readonly type: 'clock-ticked' }
  | { readonly type: 'speech-started' }
  | { readonly type: 'speech-grew'; readonly voicedMs: number }
  /** The caller has been quiet for the length of a pause. `silenceMs` is 0 where the utterance was cut. */
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
      readonly mode: TranscriptionMode;
    }
  | { readonly type: 'not-transcribed'; readonly utterance: Utterance }
  | {
      readonly type: 'key-pressed';
      readonly digit: string;
      /** Whether a caller can be handed over to the office now. */
      readonly officeAnswers: boolean;
    }
  | { readonly type: 'sentence-ready'; readonly turn: number; readonly text: string }
  | { readonly type: 'audio-arrived'; readonly turn: number; readonly audio: Uint8Array }
  | { readonly type: 'audio-finished'; readonly turn: number }
  | { readonly type: 'mark-reached'; readonly name: string }
  | { readonly type: 'filler-started'; readonly turn: number; readonly durationMs: number }
  /** A turn's reply or draft failed. */
  | { readonly type: 'reply-failed'; readonly turn: number }
  | { readonly type: 'tool-started'; readonly turn: number }
  /** `notes` are short results of all tools used for the turn so far. */
  | {
      readonly type: 'tool-ended';
      readonly turn: number;
      readonly notes?: readonly string[];
    }
  /** A tool made this reply the last one on this stream. */
  | { readonly type: 'close-requested'; readonly turn: number; readonly intent: Intended }
  | { readonly type: 'frames-stopped' }
  | { readonly type: 'task-stopping' }
  | { readonly type: 'stream-stopped' }
);

/** The event of a type. */
export type EventOf<T extends Event['type']> = Extract<Event, { type: T }>;

/** Work that a step asks for. */
export type Effect =
  | { readonly type: 'transcribe'; readonly utterance: Utterance; readonly audio: Uint8Array }
  /** Generates a reply that stays silent and uses no tool until it is committed. */
  | { readonly type: 'draft'; readonly turn: number; readonly dialogue: readonly Line[] }
  | { readonly type: 'commit-draft'; readonly turn: number }
  | { readonly type: 'reply'; readonly turn: number; readonly dialogue: readonly Line[] }
  | { readonly type: 'say'; readonly turn: number; readonly phrase: SaidPhraseName }
  /** Speaks a text that an earlier stream generated. */
  | { readonly type: 'repeat'; readonly turn: number; readonly text: string }
  /** Plays a phrase while the reply is awaited, outside of the reply. */
  | { readonly type: 'fill'; readonly turn: number; readonly phrase: Filler }
  /** Ends the utterance that the caller is in the middle of. */
  | { readonly type: 'cut-utterance' }
  | { readonly type: 'play'; readonly audio: Uint8Array }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'clear' }
  | { readonly type: 'abort-reply' }
  | { readonly type: 'open-turn'; readonly turn: number; readonly columns: OpenedTurn }
  | { readonly type: 'update-turn'; readonly turn: number; readonly columns: TurnColumns }
  /** A `loop` is a call that leads nowhere: the recorded prompt takes a voicemail of whoever is there. */
  | { readonly type: 'close'; readonly intent: Intended; readonly reason?: 'loop' }
  | { readonly type: 'finish' };

/** The names of recorded phrases that the agent says without a vendor. */
export type SaidPhraseName =
  | 'reopening'
  | 'nobody_answered'
  | 'office_closed'
  | 'no_human'
  | 'not_heard'
  | 'still_there_1'
  | 'still_there_2'
  | 'silence_goodbye'
  | 'time_is_up'
  | 'handing_over'
  | 'stumbled'
  | 'apology';

/** The names of recorded phrases that sound while the caller waits for a reply. */
export type Filler = 'filler_1' | 'filler_2' | 'cut_off';

/** The columns that are known when a turn is committed. */
type OpenedTurn = Pick<CallTurn, 'started_at' | 'user_text'> & TurnColumns;
/** The columns that become known later. */
export type TurnColumns = Partial<Omit<CallTurn, 'call_sid' | 'id'>>;
