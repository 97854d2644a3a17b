import type { CallLog, CallStatus, Intent } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { CallWatch } from '#shared/domain/calls/call-watch.ts';
import type { RecordingName, VoicemailName } from '#shared/domain/calls/recording-name.ts';
import type { Move } from '#shared/domain/calls/stream-ended.ts';
import type { RedirectReason, Sweep } from '#shared/domain/calls/watchdog.ts';
import type { Lease } from '#shared/domain/lease.ts';

/** A stream for which a token vouched. */
export type HeldStream = {
  readonly callSid: string;
  readonly gen: number;
  readonly streamSid: string;
  /** Tells its socket from another that claims to be the same stream. */
  readonly holder: string;
};

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
  attach(stream: HeldStream, at: number): Promise<boolean>;
  /** Says what is to become of the call once the stream is closed. */
  intend(callSid: string, gen: number, intent: Intent): Promise<void>;
  /** Moves a call that still stands as it was seen; undefined where somebody else moved it first. */
  move(
    callSid: string,
    seen: CallLog | undefined,
    move: Move,
    at: number,
  ): Promise<CallLog | undefined>;
  /** Takes a silent call from its stream, or from a watchdog that did not finish; false where somebody else moved it, or a stream came that did not start. */
  rescue(
    call: { callSid: string; gen: number; reason: RedirectReason },
    at: number,
  ): Promise<boolean>;
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
  /** When the call came; absent where the report comes with it. */
  readonly startedAt?: number | undefined;
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
  /** Claims the transcription of a turn's recording until a moment, opening the turn where it is missing; says why not where it is not ours. */
  claim(turn: RecordedTurn, lease: Lease): Promise<'claimed' | 'held' | 'done'>;
  /** Ends a claim, as long as it is ours: with the words, or without. */
  settle(turn: RecordedTurn, lease: Lease, outcome: TranscriptionOutcome): Promise<void>;
  /** Reads all turns of a call. */
  ofCall(callSid: string): Promise<CallTurn[]>;
}

/** A turn whose words come from a recording. */
export type RecordedTurn = Pick<CallTurn, 'call_sid' | 'id' | 'mode'>;

/** What became of a transcription: its words, another try to come, or none. */
export type TranscriptionOutcome =
  | { readonly transcription: 'done'; readonly user_text: string }
  | { readonly transcription: 'pending' | 'failed' };

/** Keeps `call_watch`, the alarm clocks of living calls; all its moments are by the clock that `now` reads. */
export interface CallWatches {
  /** Tells the time as every machine does, however wrong its own clock is. */
  now(): number;
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
  /** Reads every shard as it stands now: the alarms that are due, the oldest first, and those of streams that only just came back. */
  read(at: number): Promise<{ due: readonly CallWatch[]; revived: readonly CallWatch[] }>;
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

/** Keeps what callers said as WAV files: messages, and utterances that were not understood. */
export interface Recordings {
  /** Stores a recording; its arrival has it transcribed. */
  put(name: RecordingName, wav: Uint8Array, signal?: AbortSignal): Promise<void>;
  get(name: RecordingName, signal?: AbortSignal): Promise<Uint8Array>;
  /** Tells whether a recording is here. */
  has(name: RecordingName, signal?: AbortSignal): Promise<boolean>;
}

/** Speaks to Twilio about calls. */
export interface Telephony {
  /** Asks about a call; undefined where Twilio does not know it. */
  find(callSid: string): Promise<KnownCall | undefined>;
  /** Lists the calls that came in since a moment, the newest first, up to a limit. */
  callsSince(at: number, limit: number): Promise<KnownCall[]>;
  /** Lists the messages that were left since a moment and can be fetched, the newest first, up to a limit. */
  voicemailsSince(at: number, limit: number): Promise<VoicemailName[]>;
  /** Has a call follow a document from now on. */
  redirect(callSid: string, twiml: string): Promise<'redirected' | 'not-in-progress'>;
  /** Tells whether the caller is leaving a message, or has left one. */
  isRecorded(callSid: string): Promise<boolean>;
  /** Fetches a message as WAV; undefined while Twilio does not have it ready. */
  recording(recordingSid: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
}

/** A call as Twilio knows it. */
export type KnownCall = {
  readonly callSid: string;
  readonly from: string;
  readonly to: string;
  readonly status: CallStatus;
  readonly startedAt: number;
  readonly durationS: number | undefined;
};
