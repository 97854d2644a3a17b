import type { Fault as StoreFault } from '#local/aws/vendor-server.ts';
import type { GoogleFault, GoogleOperation } from '#local/google/status.ts';
import type { OpenAiFault, OpenAiLatencies, OpenAiOperation } from '#local/openai/inquiry.ts';
import type { LiveFault, LiveOperation } from '#local/openai/live-faults.ts';
import type { World } from '#local/world/world.ts';
import type { lambdas } from '#shared/lambdas.ts';
import type { UsedUp } from './used-up-day.ts';

/** The memory of a function that dies at its work: Node starts within it, no function of the product does. */
export const TOO_LITTLE_MEMORY_MB = 64;

/** A point in a call at which a fault is injected or removed. */
export type Moment =
  | 'before-call'
  | 'stream-attached'
  /** During the caller's first sentence. */
  | 'caller-speaks'
  /** After that sentence, before its answer sounds. */
  | 'agent-thinks'
  /** During the agent's first answer. */
  | 'agent-answers'
  /** When a stream of a later generation is attached. */
  | 'stream-resumed'
  /** When the watchdog has claimed a call and is about to ask Twilio for a redirect. */
  | 'watchdog-claims'
  /** When the first phone of a hand-over rings. */
  | 'phone-rings'
  /** When the recording of the caller's voicemail begins. */
  | 'beep'
  | 'call-ended';

/** A fault of one vendor or process, with its begin and its end. */
export type Fault = {
  /** The moment of injection; before the call by default. */
  readonly at?: Moment;
  /** The end, after a time or at a moment; without either the fault stays until the call is judged. */
  readonly forMs?: number;
  readonly until?: Moment;
} & (
  | {
      readonly on: 'openai';
      readonly operation: OpenAiOperation;
      readonly fault: OpenAiFault;
      /** The number of requests that meet it; all by default. */
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
      /** The process that holds the call, or all processes. */
      readonly which: 'holding' | 'every';
      /** `retire` as a deployment does, `stop` as an operator does, or an accident. */
      readonly does: 'retire' | 'stop' | 'die' | 'stand-still';
    }
  /**
   * Kills the functions' process, and with it the watchdog. The next request starts the process again, the end
   * of the fault starts the watchdog again.
   */
  | { readonly on: 'functions' }
  /** Sends a webhook again that Twilio signed earlier in the call. */
  | { readonly on: 'replay'; readonly webhook: 'incoming-call' | 'stream-ended' }
  | { readonly on: 'watchdog'; readonly does: 'sweep-twice' | 'miss-a-tick' }
  /** Throttles a function, as an account does whose concurrency is used up. */
  | { readonly on: 'concurrency'; readonly of: keyof typeof lambdas }
  /** Gives a function less memory than it takes, so that each invocation is killed. */
  | { readonly on: 'memory'; readonly of: keyof typeof lambdas }
  /** Uses the day up, to the ceiling or far beyond it. */
  | { readonly on: 'usage'; readonly up: UsedUp }
  /** Has the caller refuse messages on WhatsApp. */
  | { readonly on: 'opt-out' }
  /** Sends what a stranger may send to a public endpoint. */
  | { readonly on: 'hostile-request'; readonly does: HostileRequest }
);

/** A request of a stranger to a public endpoint. */
export type HostileRequest =
  /** Asks the stream's path without an upgrade, which an edge may remember. */
  | 'ask-for-a-stream'
  /** Signs a webhook with the empty key. */
  | 'sign-with-nothing'
  /** Asks many times at once whether all is ready. */
  | 'ask-readiness'
  /** Posts many webhooks without a signature. */
  | 'post-unsigned';

/** The world and the call in which a fault is injected; `callSid` is absent before the call. */
export type FaultSite = {
  readonly world: World;
  /** The caller's number. */
  readonly from: string;
  readonly callSid?: string;
};

/** Injects a fault; resolves to the function that removes it, or undefined where it cannot be removed. */
export type Injector<On extends Fault['on']> = (
  fault: Extract<Fault, { on: On }>,
  site: FaultSite,
) => Promise<FaultRemoval | undefined>;

/** Takes a fault away again. */
export type FaultRemoval = () => void | Promise<void>;
