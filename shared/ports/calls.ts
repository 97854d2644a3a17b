import type { CallLog, CallStatus, Intended } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { CallWatch } from '#shared/domain/calls/call-watch.ts';
import type { Rung } from '#shared/domain/calls/dial-ended.ts';
import type { HandOver } from '#shared/domain/calls/hand-over.ts';
import type { RecordingName, VoicemailName } from '#shared/domain/calls/recording-name.ts';
import type { Move } from '#shared/domain/calls/stream-ended.ts';
import type { RedirectReason, Sweep } from '#shared/domain/calls/watchdog.ts';
import type { Lease } from '#shared/domain/lease.ts';
import type { CeilingReason } from '#shared/domain/office/ceilings.ts';
import type { CallParties } from '#shared/domain/office/contact.ts';

/** A stream for which a token vouched. */
export type HeldStream = {
  readonly callSid: string;
  readonly gen: number;
  readonly streamSid: string;
  /** Tells its socket from another that claims to be the same stream. */
  readonly holder: string;
};

/** A call as Twilio's first webhook describes it; its addresses are as Twilio sent them, an empty one as well. */
export type OpenedCall = CallParties & {
  readonly callSid: string;
  readonly status: CallStatus;
};

/** Keeps `call_log`; every move of a call is one conditional write here. All moments are epoch ms. */
export interface CallLogs {
  /**
   * Opens a call at its first webhook and returns its row; undefined if the call was erased. A duplicate changes nothing.
   * @throws VendorFailed
   */
  open(call: OpenedCall, at: number): Promise<CallLog | undefined>;
  /**
   * Returns a call as it is now; undefined if the store does not know it.
   * @throws VendorFailed
   */
  find(callSid: string): Promise<CallLog | undefined>;
  /**
   * Attaches the one stream that a generation may have. Returns false if the call has left that generation.
   * @throws VendorFailed
   */
  attach(stream: HeldStream, at: number): Promise<boolean>;
  /**
   * Notes how the call goes on once its stream is closed; ignored if another generation is in force.
   * @throws VendorFailed
   */
  intend(callSid: string, gen: number, intended: Intended): Promise<void>;
  /**
   * Notes that a person pressed the key at the phone that rings, and returns the call. Returns undefined if another
   * phone rings by now.
   * @throws VendorFailed
   */
  taken(callSid: string, rung: Rung, at: number): Promise<CallLog | undefined>;
  /**
   * Moves a call that is still as `seen`, and returns its new row. Returns undefined if another writer moved it first.
   * @throws VendorFailed
   */
  move(call: CallMove, at: number): Promise<CallLog | undefined>;
  /**
   * Takes a silent call from its stream, or from a watchdog that did not finish.
   * Returns false if another writer moved the call, or if its stream attached meanwhile.
   * @throws VendorFailed
   */
  rescue(
    call: { callSid: string; gen: number; reason: RedirectReason },
    at: number,
  ): Promise<boolean>;
  /**
   * Notes that the watchdog had Twilio follow the fallback document.
   * @throws VendorFailed
   */
  redirected(callSid: string, at: number): Promise<void>;
  /**
   * Notes that Twilio took the fallback document; the first moment stays.
   * @throws VendorFailed
   */
  answered(callSid: string, at: number): Promise<void>;
  /**
   * Raises the status, never lowers it; fills in the fields that a missed webhook would have told.
   * Returns the row; undefined if the call was erased.
   * @throws VendorFailed
   */
  raise(callSid: string, report: CallReport, at: number): Promise<CallLog | undefined>;
  /**
   * Notes the state of the caller's voicemail, and returns the call. Returns undefined if it was erased.
   * @throws VendorFailed
   */
  recorded(callSid: string, recording: RecordingReport, at: number): Promise<CallLog | undefined>;
  /**
   * Writes the transcript, unless one from a later reading of the turns is there. `readAt` is the moment of that reading.
   * @throws VendorFailed
   */
  transcribe(callSid: string, transcript: string, readAt: number): Promise<void>;
}

/** A move of a call, and the row on which it was decided; undefined for an unknown call. An end ignores it. */
export type CallMove = {
  readonly callSid: string;
  readonly seen: CallLog | undefined;
  readonly move: Move;
  /** The phones that a move to a person rings. */
  readonly handOver?: HandOver | undefined;
  /** The ceiling that moves it; absent for any other reason. */
  readonly ceiling?: CeilingReason;
};

/** A status callback of a call; addresses as in `OpenedCall`, both of them or none. */
export type CallReport = Partial<CallParties> & {
  readonly status: CallStatus;
  readonly durationS?: number | undefined;
  /** When the call came; absent if the report comes with it. */
  readonly startedAt?: number | undefined;
};

/** A recording callback of a voicemail. */
export type RecordingReport = {
  readonly recordingSid: string;
  /** Absent while Twilio has not said whether there is anything to hear. */
  readonly status?: 'completed' | 'absent';
};

/** Keeps `call_turn`. All moments are epoch ms. */
export interface CallTurns {
  /**
   * Writes a turn when the caller's words are committed. Returns false if it is there already.
   * @throws VendorFailed
   */
  insert(turn: CallTurn): Promise<boolean>;
  /**
   * Adds facts that become known of a turn later; does nothing if the turn is not there.
   * @throws VendorFailed
   */
  update(turn: Pick<CallTurn, 'call_sid' | 'id'> & Partial<CallTurn>): Promise<void>;
  /**
   * Leases the transcription of a turn's recording, creating a missing turn.
   * Returns `held` if another lease is in force, `done` if the words are there.
   * @throws VendorFailed
   */
  claim(turn: RecordedTurn, lease: Lease): Promise<'claimed' | 'held' | 'done'>;
  /**
   * Ends the lease, with the words or without; ignored if the lease is no longer ours.
   * @throws VendorFailed
   */
  settle(turn: RecordedTurn, lease: Lease, outcome: TranscriptionOutcome): Promise<void>;
  /**
   * Returns all turns of a call, in the order of their ids.
   * @throws VendorFailed
   */
  ofCall(callSid: string): Promise<CallTurn[]>;
}

/** A turn whose words come from a recording. */
export type RecordedTurn = Pick<CallTurn, 'call_sid' | 'id' | 'mode'>;

/** The end of one transcription: its words, another try to come, or none. */
export type TranscriptionOutcome =
  | { readonly transcription: 'done'; readonly user_text: string }
  | { readonly transcription: 'pending' | 'failed' };

/** Keeps `call_watch`, the alarms of living calls. All moments are epoch ms by the clock that `now` reads. */
export interface CallWatches {
  /** Returns the store's time, the same on every machine to within a second. Never throws. */
  now(): number;
  /**
   * Sets the alarm of a generation whose `<Connect>` is handed out; an older one never replaces a newer.
   * @throws VendorFailed
   */
  arm(callSid: string, gen: number, deadlineAt: number): Promise<void>;
  /**
   * Sets the alarm of a generation whose stream is attached.
   * @throws VendorFailed
   */
  attach(callSid: string, gen: number, deadlineAt: number): Promise<void>;
  /**
   * Moves the alarm of a living stream. Returns false if the alarm was claimed, removed, or is of another generation.
   * @throws VendorFailed
   */
  beat(callSid: string, gen: number, deadlineAt: number): Promise<boolean>;
  /**
   * Moves the alarm of a broken stream forward, never back.
   * @throws VendorFailed
   */
  hasten(callSid: string, gen: number, deadlineAt: number): Promise<void>;
  /**
   * Removes the alarm of a call that was answered without a stream or is over.
   * @throws VendorFailed
   */
  disarm(callSid: string): Promise<void>;
  /**
   * Returns the alarms due at a moment, the oldest first, over all shards.
   * `revived` holds alarms due by then until their last heartbeat moved them.
   * @throws VendorFailed
   */
  read(at: number): Promise<{ due: readonly CallWatch[]; revived: readonly CallWatch[] }>;
  /**
   * Leases an alarm that is still as `seen`, and returns its new row. Returns undefined if it was moved.
   * @throws VendorFailed
   */
  claim(seen: CallWatch, reason: RedirectReason, until: number): Promise<CallWatch | undefined>;
  /**
   * Sets a claimed alarm anew; ignored if the lease is no longer ours.
   * @throws VendorFailed
   */
  rearm(claimed: CallWatch, deadlineAt: number): Promise<void>;
  /**
   * Removes a claimed alarm; ignored if the lease is no longer ours.
   * @throws VendorFailed
   */
  release(claimed: CallWatch): Promise<void>;
  /**
   * Returns the last sweep; undefined before the first.
   * @throws VendorFailed
   */
  lastSweep(): Promise<Sweep | undefined>;
  /**
   * Notes a sweep. Returns false if another sweep was noted since `seen`.
   * @throws VendorFailed
   */
  noteSweep(seen: Sweep | undefined, sweep: Sweep): Promise<boolean>;
}

/** Keeps recordings of callers as WAV files: voicemails, and utterances that were not understood. */
export interface Recordings {
  /**
   * Stores a recording; its arrival starts its transcription.
   * @throws VendorFailed, also when aborted
   */
  put(name: RecordingName, wav: Uint8Array, signal?: AbortSignal): Promise<void>;
  /**
   * Returns the bytes of a WAV file.
   * @throws VendorFailed, also when aborted, and if the recording is not here
   */
  get(name: RecordingName, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * Returns whether a recording is here.
   * @throws VendorFailed, also when aborted
   */
  has(name: RecordingName, signal?: AbortSignal): Promise<boolean>;
}

/** Speaks to Twilio about calls. All moments are epoch ms. */
export interface Telephony {
  /**
   * Returns a call; undefined if Twilio does not know it.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   */
  find(callSid: string): Promise<KnownCall | undefined>;
  /**
   * Returns the incoming calls since a moment, the newest first, up to a limit.
   * @throws VendorFailed
   */
  callsSince(at: number, limit: number): Promise<KnownCall[]>;
  /**
   * Returns the finished voicemails since a moment, the newest first, up to a limit.
   * @throws VendorFailed
   */
  voicemailsSince(at: number, limit: number): Promise<VoicemailName[]>;
  /**
   * Makes a call follow a TwiML document from now on. Returns `not-in-progress` if Twilio cannot move it.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   */
  redirect(callSid: string, twiml: string): Promise<'redirected' | 'not-in-progress'>;
  /**
   * Returns whether the caller is leaving a voicemail, or has left one.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   */
  isRecorded(callSid: string): Promise<boolean>;
  /**
   * Returns the bytes of a voicemail as WAV; undefined while Twilio does not have it ready.
   * @throws VendorFailed, also when aborted
   */
  recording(recordingSid: string, signal: AbortSignal): Promise<Uint8Array | undefined>;
}

/** A call as Twilio knows it; addresses as in `OpenedCall`. */
export type KnownCall = CallParties & {
  readonly callSid: string;
  readonly status: CallStatus;
  readonly startedAt: number;
  readonly durationS: number | undefined;
};
