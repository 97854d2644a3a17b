import type { Intent } from '#shared/domain/call-log.ts';
import type { CallTurn } from '#shared/domain/call-turn.ts';
import type { Line } from '#shared/domain/dialogue.ts';

/** What happened, and when (epoch milliseconds). */
export type Event = { readonly at: number } & (
  | { readonly type: 'attached'; readonly isResumed: boolean; readonly dialogue: readonly Line[] }
  | { readonly type: 'speech-started' }
  | { readonly type: 'speech-ended'; readonly silenceMs: number; readonly utterance: Uint8Array }
  | {
      readonly type: 'transcribed';
      readonly turn: number;
      readonly speechEndedAt: number;
      readonly text: string;
    }
  | { readonly type: 'sentence-ready'; readonly turn: number; readonly text: string }
  | { readonly type: 'audio-arrived'; readonly turn: number; readonly audio: Uint8Array }
  | { readonly type: 'audio-finished'; readonly turn: number }
  | { readonly type: 'mark-reached'; readonly name: string }
  | { readonly type: 'failed'; readonly turn: number }
  | { readonly type: 'task-stopping' }
  | { readonly type: 'stream-stopped' }
);

/** What is to be done. */
export type Effect =
  | {
      readonly type: 'transcribe';
      readonly turn: number;
      readonly utterance: Uint8Array;
      readonly speechEndedAt: number;
    }
  | { readonly type: 'reply'; readonly turn: number; readonly dialogue: readonly Line[] }
  | { readonly type: 'reopen'; readonly turn: number }
  | { readonly type: 'play'; readonly audio: Uint8Array }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'clear' }
  | { readonly type: 'abort-reply' }
  | { readonly type: 'open-turn'; readonly turn: number; readonly columns: TurnOpened }
  | { readonly type: 'update-turn'; readonly turn: number; readonly columns: TurnColumns }
  | { readonly type: 'close'; readonly intent: Intent }
  | { readonly type: 'finish' };

/** What is known of a turn when the caller's words are committed. */
type TurnOpened = Pick<CallTurn, 'started_at' | 'user_text'> & TurnColumns;
/** What becomes known of it later. */
export type TurnColumns = Partial<Omit<CallTurn, 'call_sid' | 'id'>>;
