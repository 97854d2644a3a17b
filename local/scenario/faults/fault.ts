import type { Fault as StoreFault } from '#local/aws/vendor-server.ts';
import type { GoogleFault, GoogleOperation } from '#local/google/status.ts';
import type { OpenAiFault, OpenAiLatencies, OpenAiOperation } from '#local/openai/inquiry.ts';
import type { LiveFault, LiveOperation } from '#local/openai/live-faults.ts';

/** When in a call a fault strikes. */
export type Moment =
  | 'before-call'
  | 'stream-attached'
  /** In the caller's first sentence. */
  | 'caller-speaks'
  /** When that sentence is over, and not answered yet. */
  | 'agent-thinks'
  /** In the agent's first answer. */
  | 'agent-answers'
  /** When a stream of a later generation is attached. */
  | 'stream-resumed'
  /** When the watchdog has made a call its own and turns to Twilio. */
  | 'watchdog-claims'
  /** When the caller's message begins to be recorded. */
  | 'beep'
  | 'call-ended';

/** What goes wrong around a call, on whose side, when and for how long. */
export type Fault = {
  /** Before the call unless it says otherwise. */
  readonly at?: Moment;
  /** How long it lasts, or until when; for good unless it says otherwise. */
  readonly forMs?: number;
  readonly until?: Moment;
} & (
  | {
      readonly on: 'openai';
      readonly operation: OpenAiOperation;
      readonly fault: OpenAiFault;
      /** How many requests meet it. */
      readonly times?: number;
    }
  | {
      readonly on: 'openai-live';
      readonly operation: LiveOperation;
      readonly fault: LiveFault;
      readonly times?: number;
    }
  | {
      readonly on: 'google';
      readonly operation: GoogleOperation;
      readonly fault: GoogleFault;
      readonly times?: number;
    }
  | { readonly on: 'openai-pace'; readonly latencies: Partial<OpenAiLatencies> }
  | { readonly on: 'google-pace'; readonly firstAudioMs: number }
  | { readonly on: 'store'; readonly fault: StoreFault }
  | { readonly on: 'recordings-bucket'; readonly fault: StoreFault }
  | {
      readonly on: 'media';
      /** The process that holds the call, or each there is. */
      readonly which: 'holding' | 'every';
      readonly does: 'end-in-order' | 'die' | 'stand-still';
    }
  /** The process of the functions dies, and the watchdog in it; a request revives it, the end of the fault the watchdog. */
  | { readonly on: 'functions' }
  /** Somebody sends a webhook again that Twilio signed earlier in the call. */
  | { readonly on: 'replay'; readonly webhook: 'incoming-call' | 'stream-ended' }
  | { readonly on: 'watchdog'; readonly does: 'sweep-twice' | 'miss-a-tick' }
);
