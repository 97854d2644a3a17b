import type { SecretValues } from '#shared/config.ts';
import type { CallLog, CallStatus, Intent } from '#shared/domain/call-log.ts';
import type { CallTurn } from '#shared/domain/call-turn.ts';
import type { CallWatch } from '#shared/domain/call-watch.ts';
import type { Line } from '#shared/domain/dialogue.ts';
import type { Interaction, InteractionKey } from '#shared/domain/interaction.ts';
import type { Move } from '#shared/domain/stream-ended.ts';
import type { RedirectReason, Sweep } from '#shared/domain/watchdog.ts';

/** Hears: turns recorded speech into Hebrew text. */
export interface Transcriber {
  /** Transcribes one WAV file (PCM16, mono, 8 kHz); an empty string when nobody spoke. */
  transcribe(wav: Uint8Array, signal: AbortSignal): Promise<string>;
}

/** Thinks: answers what the caller said. */
export interface Brain {
  /** Streams the reply to the last caller's line as pieces of text; throws when aborted or late. */
  reply(dialogue: readonly Line[], signal: AbortSignal): AsyncIterable<string>;
}

/** Speaks: turns sentences into telephone audio. */
export interface Voice {
  /** Speaks one turn: sentences in, headerless μ-law bytes at 8 kHz out, in order, as they come. */
  speak(sentences: AsyncIterable<string>, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Opens the channel before a caller waits for it. */
  warm(): Promise<void>;
}

/** Gives the secrets of the moment. */
export interface Secrets {
  read(): Promise<SecretValues>;
}

/** A call as Twilio's first webhook describes it. */
export type OpenedCall = {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly status: CallStatus;
};

/** Keeps `call_log`; every move of a call is one conditional write here. */
export interface CallLogs {
  /** Opens a call at its first webhook; a duplicate changes nothing and returns what stands. */
  open(call: OpenedCall, at: number): Promise<CallLog>;
  /** Reads a call as it stands now. */
  find(callSid: string): Promise<CallLog | undefined>;
  /** Attaches the one stream that a generation may have; false where the call is no longer its. */
  attach(stream: { callSid: string; gen: number; streamSid: string }, at: number): Promise<boolean>;
  /** Says what is to become of the call once the stream is closed. */
  intend(callSid: string, gen: number, intent: Intent): Promise<void>;
  /** Moves a call that still stands as it was seen; undefined where somebody else moved it first. */
  move(
    callSid: string,
    seen: CallLog | undefined,
    move: Move,
    at: number,
  ): Promise<CallLog | undefined>;
  /** Takes a silent call from its stream, or from a watchdog that did not finish; false where somebody else moved it. */
  rescue(callSid: string, gen: number, at: number): Promise<boolean>;
  /** Notes that the watchdog had Twilio follow the fallback document. */
  redirected(callSid: string, at: number): Promise<void>;
  /** Notes that Twilio took the fallback document. */
  answered(callSid: string, at: number): Promise<void>;
  /** Raises the status; fills in what an earlier webhook would have told. */
  raise(callSid: string, report: CallReport, at: number): Promise<void>;
  /** Notes what became of the caller's message. */
  recorded(callSid: string, recording: RecordingReport, at: number): Promise<void>;
  /** Writes the transcript, unless one from a later reading of the turns stands. */
  transcribe(callSid: string, transcript: string, readAt: number): Promise<void>;
}

/** What a status callback tells of a call. */
export type CallReport = {
  readonly status: CallStatus;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly durationS?: number | undefined;
};

/** What a recording callback tells of a message. */
export type RecordingReport = {
  readonly recordingSid: string;
  /** Absent while Twilio has not said whether there is anything to hear. */
  readonly status?: 'completed' | 'absent';
};

/** Keeps `call_turn`. */
export interface CallTurns {
  /** Writes a turn when the caller's words are committed; false where it stands already. */
  insert(turn: CallTurn): Promise<boolean>;
  /** Adds what became known of a turn later. */
  update(turn: Pick<CallTurn, 'call_sid' | 'id'> & Partial<CallTurn>): Promise<void>;
  /** Reads all turns of a call. */
  ofCall(callSid: string): Promise<CallTurn[]>;
}

/** Keeps `interactions`. */
export interface Interactions {
  /** Writes an interaction when it is received; a duplicate changes nothing. */
  receive(interaction: Interaction): Promise<void>;
  /** Notes what was said on both sides. */
  reply(key: InteractionKey, texts: { text: string; replyText: string }): Promise<void>;
}

/** Keeps `call_watch`, the alarm clocks of living calls. */
export interface CallWatches {
  /** Sets the alarm of a generation whose `<Connect>` is handed out; an older one never replaces a newer. */
  arm(callSid: string, gen: number, deadlineAt: number): Promise<void>;
  /** Puts the alarm of a generation whose stream is attached. */
  attach(callSid: string, gen: number, deadlineAt: number): Promise<void>;
  /** Moves the alarm of a living stream; false where it is no longer the stream's to move. */
  beat(callSid: string, gen: number, deadlineAt: number): Promise<boolean>;
  /** Pulls the alarm of a broken stream forward. */
  hasten(callSid: string, gen: number, deadlineAt: number): Promise<void>;
  /** Removes the alarm of a call that was answered without a stream or is over. */
  disarm(callSid: string): Promise<void>;
  /** Reads every shard as it stands now and gives the alarms that are due, the oldest first. */
  due(at: number): Promise<CallWatch[]>;
  /** Claims an alarm that still stands as it was seen, and gives it as it stands then; undefined where it was moved. */
  claim(seen: CallWatch, reason: RedirectReason, until: number): Promise<CallWatch | undefined>;
  /** Sets an alarm anew, as long as the claim on it is ours. */
  rearm(claimed: CallWatch, deadlineAt: number): Promise<void>;
  /** Removes an alarm, as long as the claim on it is ours. */
  release(claimed: CallWatch): Promise<void>;
  /** Reads the last sweep. */
  lastSweep(): Promise<Sweep | undefined>;
  /** Notes a sweep; false where another was noted since the last one seen. */
  noteSweep(seen: Sweep | undefined, sweep: Sweep): Promise<boolean>;
}

/** Keeps callers' messages. */
export interface Recordings {
  put(recording: RecordingName, wav: Uint8Array): Promise<void>;
  get(recording: RecordingName): Promise<Uint8Array>;
}

/** Names a message by the call in which it was left. */
export type RecordingName = { readonly callSid: string; readonly recordingSid: string };

/** Knows the schedules of this deployment. */
export interface Schedules {
  /** Tells whether a schedule exists and is enabled. */
  isEnabled(name: string): Promise<boolean>;
}

/** Speaks to Twilio about calls. */
export interface Telephony {
  /** Asks who called whom; undefined where Twilio does not know the call. */
  find(callSid: string): Promise<{ from: string; to: string; status: CallStatus } | undefined>;
  /** Has a call follow a document from now on. */
  redirect(callSid: string, twiml: string): Promise<'redirected' | 'not-in-progress'>;
  /** Fetches a message as WAV; undefined while Twilio does not have it ready. */
  recording(recordingSid: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
}
