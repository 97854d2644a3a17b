import type { SecretValues } from '#shared/config.ts';
import type { CallLog, CallStatus, Intent } from '#shared/domain/call-log.ts';
import type { CallTurn } from '#shared/domain/call-turn.ts';
import type { CallWatch } from '#shared/domain/call-watch.ts';
import type { Callback } from '#shared/domain/callback.ts';
import type { Line } from '#shared/domain/dialogue.ts';
import type { Interaction, InteractionKey, InteractionStatus } from '#shared/domain/interaction.ts';
import type { Lead, LeadOrigin, LeadWish } from '#shared/domain/lead.ts';
import type { Listing, ListingRow } from '#shared/domain/listing.ts';
import type { ListingSearch } from '#shared/domain/listing-search.ts';
import type { ReceivedMessage } from '#shared/domain/message.ts';
import type { MessageQueue, Place } from '#shared/domain/message-queue.ts';
import type { Notice, NoticeOutcome } from '#shared/domain/notice.ts';
import type { MessageName, RecordingName } from '#shared/domain/recording-name.ts';
import type { Move } from '#shared/domain/stream-ended.ts';
import type { Viewing } from '#shared/domain/viewing.ts';
import type { RedirectReason, Sweep } from '#shared/domain/watchdog.ts';

/** Hears: turns recorded speech into Hebrew text. */
export interface Transcriber {
  /** Transcribes one file: WAV (PCM16, mono, 8 kHz), or what telephones make of voice notes; an empty string when nobody spoke. */
  transcribe(audio: Uint8Array, signal: AbortSignal): Promise<string>;
}

/** Hears calls while they go on. */
export interface LiveTranscriber {
  /** Listens until the signal is aborted; nothing of it outlives that. */
  open(signal: AbortSignal): LiveTranscription;
}

/** One call, heard as it comes; whoever says what was heard keeps it, for what cannot be understood live. */
export interface LiveTranscription {
  /** Hears μ-law at 8 kHz. */
  hear(mulaw: Uint8Array): void;
  /** Gives the words of what was heard since the last commit or drop, and an empty string when nobody spoke; throws where they do not come, and at once where nobody listens. */
  commit(): Promise<string>;
  /** Forgets what was heard since the last commit or drop. */
  drop(): void;
}

/** Thinks: answers what the caller said, and does what that takes. */
export interface Brain {
  /** Streams the reply to the last caller's line as pieces of text, using tools on the way; throws when aborted or late. */
  reply(question: Question, signal: AbortSignal): AsyncIterable<string>;
  /** Opens the connection before a caller waits for it; an idle one lasts some seconds, so it is asked for whenever a caller begins to speak. */
  warm(): Promise<void>;
}

/** What an answer is asked for. */
export type Question = {
  readonly dialogue: readonly Line[];
  /** What the agent knows of the moment and of the contact, in Hebrew. */
  readonly briefing?: string;
  readonly toolbox?: Toolbox;
};

/** What the agent can do besides speaking, for one turn of one contact. */
export interface Toolbox {
  readonly tools: readonly Tool[];
  /** When it may be used, where the turn that asks may not be over yet. */
  readonly allowed?: Promise<void>;
  /** Does what the model asks for and gives the result as JSON for it, an error it can speak of included; throws only when aborted. */
  use(call: ToolCall, signal: AbortSignal): Promise<string>;
}

/** A tool as a model is told of it; `parameters` is a JSON schema. */
export type Tool = {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** What a model asks for; the arguments are JSON as it wrote them. */
export type ToolCall = { readonly name: string; readonly arguments: string };

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

/** The time for which work is nobody else's. */
export type Lease = { readonly at: number; readonly until: number };

/** What became of a transcription: its words, another try to come, or none. */
export type TranscriptionOutcome =
  | { readonly transcription: 'done'; readonly user_text: string }
  | { readonly transcription: 'pending' | 'failed' };

/** Keeps `interactions`. */
export interface Interactions {
  /** Writes an interaction when it is received; what stands of it already stays. */
  receive(interaction: Interaction): Promise<void>;
  /** Notes what was said on both sides, unless a later reading of it stands. */
  reply(
    key: InteractionKey,
    said: { readonly text: string; readonly replyText: string; readonly readAt: number },
  ): Promise<void>;
  /** Reads a contact's last interactions on all channels, the newest first, up to a limit. */
  recent(contact: string, limit: number): Promise<Interaction[]>;
  /** Reads an interaction as it stands now. */
  find(key: InteractionKey): Promise<Interaction | undefined>;
  /** Enters a message, once; gives what stands, which another webhook may have entered. */
  enter(message: Interaction): Promise<Interaction>;
  /** Adds what became known of a message; one that is not there stays away. */
  note(key: InteractionKey, facts: MessageFacts): Promise<void>;
  /** Decides how a message is answered, unless that is decided; gives what stands, undefined where nothing does. */
  settle(key: InteractionKey, settlement: Settlement): Promise<Interaction | undefined>;
  /** Takes it upon itself to send a reply that stands; false where somebody else does, or it has left. */
  claimSending(key: InteractionKey, lease: Lease): Promise<boolean>;
  /** Raises the status of a message to what Twilio tells of it, and gives it as it stands then; what comes late changes nothing, and gives nothing. */
  raise(key: InteractionKey, report: MessageReport): Promise<Interaction | undefined>;
}

/** What becomes known of a message between its arrival and its answer. */
export type MessageFacts = Partial<
  Pick<
    Interaction,
    'text' | 'media_key' | 'media_problem' | 'put_off_at' | 'reply_sid' | 'sending_until'
  >
>;

/** How a message is answered, and who decided that: with words, together with a later one, or not at all. */
export type Settlement = { readonly by: string; readonly at: number } & (
  | { readonly replyText: string; readonly sendingUntil: number }
  | { readonly answeredWith: string }
  | { readonly unanswered: NonNullable<Interaction['unanswered']> }
);

/** What is told of a message of ours that left, or did not. */
export type MessageReport = {
  readonly status: Extract<InteractionStatus, 'sent' | 'delivered' | 'read' | 'failed'>;
  readonly replySid?: string | undefined;
  readonly errorCode?: number | undefined;
};

/** Keeps the messages of each contact in the order in which they came, so that one is answered at a time. */
export interface MessageQueues {
  /** Puts a message at the end of its contact's queue; gives the queue as it stands then. */
  join(contact: string, place: Place, at: number): Promise<MessageQueue>;
  /** Reads a contact's queue as it stands now. */
  read(contact: string): Promise<MessageQueue>;
  /** Takes a message that was answered out of the queue, and the places that have lapsed; an old reading of the queue saves a new one. */
  leave(contact: string, leaving: LeavingMessage, seen?: MessageQueue): Promise<void>;
  /** Takes a message out that could not be answered now; tells whether its contact is to be told to wait, which happens once a minute. */
  putOff(contact: string, leaving: LeavingMessage): Promise<boolean>;
}

/** A message that leaves its queue. */
export type LeavingMessage = { readonly messageSid: string; readonly at: number };

/** Reads what contacts sent where Twilio keeps it. */
export interface Inbox {
  /** Reads a message; undefined where Twilio does not know it. */
  find(messageSid: string, signal: AbortSignal): Promise<KeptMessage | undefined>;
  /** Fetches what came with a message, or says why it cannot be had; throws where it may be had later. */
  attachment(name: AttachmentName, signal: AbortSignal): Promise<Attachment>;
}

/** A message as Twilio keeps it. */
export type KeptMessage = Pick<ReceivedMessage, 'messageSid' | 'from' | 'to' | 'media'> & {
  /** As it was written. */
  readonly body: string;
  /** When it came to Twilio, to the second. */
  readonly at: number;
};

/** Knows what was written to the office, whoever was told of it. */
export interface WrittenMessages {
  /** Lists the messages since a moment, the newest first, up to a limit. */
  since(at: number, limit: number): Promise<WrittenMessage[]>;
}

/** A message in Twilio's list of them. */
export type WrittenMessage = { readonly messageSid: string; readonly at: number };

/** Names what came with a message. */
export type AttachmentName = { readonly messageSid: string; readonly mediaSid: string };

/** What came with a message, its type as its server tells it. */
export type Attachment =
  | { readonly bytes: Uint8Array; readonly type: string }
  | { readonly problem: 'refused' | 'gone' | 'too-large' };

/** Keeps what came with messages. */
export interface Attachments {
  /** Stores it as bytes of no kind, so that no browser ever runs it, and gives its key. */
  put(name: AttachmentName, bytes: Uint8Array, signal: AbortSignal): Promise<string>;
}

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

/** Keeps `listings`. */
export interface Listings {
  /** Finds what a caller looks for: at most five, the cheapest first. */
  search(wanted: ListingSearch, signal?: AbortSignal): Promise<Listing[]>;
  /** Reads a listing as it stands now, a removed one too. */
  find(id: string, signal?: AbortSignal): Promise<Listing | undefined>;
  /** Reads every listing, removed ones too: a scan, for the office and not for a caller who waits. */
  all(): Promise<ListingRow[]>;
  /** Writes listings as they are now, in place of what stands. */
  put(listings: readonly Listing[]): Promise<void>;
}

/** Keeps what callers said as WAV files: messages, and utterances that were not understood. */
export interface Recordings {
  /** Stores a recording; its arrival has it transcribed. */
  put(name: RecordingName, wav: Uint8Array, signal?: AbortSignal): Promise<void>;
  get(name: RecordingName, signal?: AbortSignal): Promise<Uint8Array>;
  /** Tells whether a recording is here. */
  has(name: RecordingName, signal?: AbortSignal): Promise<boolean>;
}

/** Keeps the schedules of this deployment. */
export interface Schedules {
  /** Tells whether a schedule exists and is enabled. */
  isEnabled(name: string): Promise<boolean>;
  /** Has a function do something once, later; a schedule of that name that stands already is the same work. */
  once(schedule: OneTimeSchedule): Promise<void>;
  /** Takes a schedule back; one that is gone stays gone. */
  cancel(name: string): Promise<void>;
  /** Names every schedule that stands: for the office and not for a caller who waits. */
  names(): Promise<string[]>;
}

/** What is to be done once, precise to a minute: nothing that a caller waits for. */
export type OneTimeSchedule = {
  /** At most 64 letters, digits, dashes, dots and underscores. */
  readonly name: string;
  readonly at: number;
  readonly functionName: string;
  readonly input: object;
};

/** Speaks to Twilio about calls. */
export interface Telephony {
  /** Asks about a call; undefined where Twilio does not know it. */
  find(callSid: string): Promise<KnownCall | undefined>;
  /** Lists the calls that came in since a moment, the newest first, up to a limit. */
  callsSince(at: number, limit: number): Promise<KnownCall[]>;
  /** Lists the messages that were left since a moment and can be fetched, the newest first, up to a limit. */
  messagesSince(at: number, limit: number): Promise<MessageName[]>;
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

/** Keeps `leads`. */
export interface Leads {
  /** Reads what is known of a contact. */
  find(contact: string): Promise<Lead | undefined>;
  /** Notes that somebody was in touch, whatever they told. */
  meet(contact: string, origin: LeadOrigin): Promise<void>;
  /** Notes what an agent was told; what it was not told, and what a person of the office entered, stays. */
  save(contact: string, wish: LeadWish, origin: LeadOrigin): Promise<void>;
  /** Notes that a contact wants to be called, in place of an earlier wish. */
  requestCallback(contact: string, callback: Callback, origin: LeadOrigin): Promise<void>;
  /** Notes that the moment of a callback has come; false where it is no longer the one that is wanted. */
  callbackDue(contact: string, callbackId: string, at: number): Promise<boolean>;
  /** Notes that a person of the office called a contact who wanted it; false where nobody did. */
  calledBack(contact: string, at: number): Promise<boolean>;
  /** Notes that a contact wants no more messages, unless they asked for them again since. */
  optOut(contact: string, at: number): Promise<void>;
  /** Notes that a contact agreed to messages, unless they opted out since. */
  optIn(contact: string, at: number): Promise<void>;
}

/** Keeps `viewings`. */
export interface Viewings {
  /** Reads a viewing as it stands now. */
  find(id: string): Promise<Viewing | undefined>;
  /** Books a viewing and gives the one that stands, which may be the contact's from before; undefined where another contact has that half hour. */
  book(viewing: Viewing): Promise<Viewing | undefined>;
  /** Calls a contact's viewing off; one that is not booked, or not theirs, stays as it is. */
  cancel(viewing: Pick<Viewing, 'id' | 'contact'>): Promise<void>;
  /** Reads a contact's viewings from a moment on, the soonest first, called-off ones too: no more than twenty. */
  ofContact(contact: string, from: number): Promise<Viewing[]>;
}

/** Reads and clears the CRM for the office: more of it than a caller could wait for. */
export interface Crm {
  /** Reads the calls of a day as the office counts it, the newest first. */
  callsOfDay(day: string): Promise<CallLog[]>;
  /** Reads a contact's calls. */
  callsOf(contact: string): Promise<CallLog[]>;
  /** Reads what a contact said and was told on all channels. */
  interactionsOf(contact: string): Promise<Interaction[]>;
  /** Reads a contact's viewings, past and called-off ones too. */
  viewingsOf(contact: string): Promise<Viewing[]>;
  /** Reads every lead. */
  leads(): Promise<Lead[]>;
  /** Marks a call as erased: from now on nobody fills it in. */
  markErased(callSid: string, at: number): Promise<void>;
  /** Leaves of a call that is marked nothing but the mark. */
  entomb(callSid: string): Promise<void>;
  /** Removes rows; those that are gone stay gone. */
  removeTurns(turns: readonly Pick<CallTurn, 'call_sid' | 'id'>[]): Promise<void>;
  removeInteractions(interactions: readonly Pick<Interaction, 'id'>[]): Promise<void>;
  /** Removes viewings that are still the contact's: somebody else may have the half hour by now. */
  removeViewings(viewings: readonly Pick<Viewing, 'id' | 'contact'>[]): Promise<void>;
  removeLead(contact: string): Promise<void>;
}

/** The files that are kept of calls and messages. */
export interface HeldFiles {
  /** Lists the files whose keys begin alike. */
  list(prefix: string): Promise<HeldFile[]>;
  read(key: string): Promise<Uint8Array>;
  /** Removes a file; one that is gone stays gone. */
  remove(key: string): Promise<void>;
}

/** A file as it is listed. */
export type HeldFile = { readonly key: string; readonly bytes: number; readonly at: number };

/** What Twilio keeps of our contacts besides us. */
export interface TwilioCopies {
  /** Lists the recordings of a call. */
  recordingsOf(callSid: string): Promise<string[]>;
  /** Lists the messages that a contact and the office wrote to each other on WhatsApp. */
  messagesWith(contact: string): Promise<string[]>;
  /** Removes a recording; one that is gone stays gone. */
  removeRecording(recordingSid: string): Promise<void>;
  /** Removes a message with what came with it; one that is gone stays gone. */
  removeMessage(messageSid: string): Promise<void>;
}

/** Sends messages to WhatsApp. */
export interface Messaging {
  /** Sends a message, no more than once for its id: after an answer that did not come, it looks before it sends again. */
  send(message: OutgoingMessage, signal?: AbortSignal): Promise<SentMessage>;
}

/** Keeps what is written to contacts who did not just write: rows of `interactions`. */
export interface Notices {
  /** Claims the sending of a notice until a moment; says why not where it is not ours. */
  claim(notice: Notice, lease: Lease): Promise<NoticeClaim | 'held' | 'done'>;
  /** Ends a claim, as long as it is ours: with what became of the notice. */
  settle(notice: Pick<Notice, 'id'>, lease: Lease, outcome: NoticeOutcome): Promise<void>;
}

/** A notice that is ours to send; somebody may have sent it before, since a moment. */
export type NoticeClaim = { readonly triedSince: number | undefined };

/** A message of ours. */
export type OutgoingMessage = {
  /** Ours; carried in the StatusCallback's query, by which a message is found again. */
  readonly id: string;
  /** E.164. */
  readonly to: string;
  /** Since when somebody may have sent it already: then it is looked for before it is sent. */
  readonly triedSince?: number | undefined;
} & (
  | { readonly text: string }
  | { readonly templateSid: string; readonly variables: Readonly<Record<string, string>> }
);

/** What became of it: Twilio's sid, or why it was refused (Twilio's error code, e.g. 63016). */
export type SentMessage = { readonly sid: string } | { readonly refused: number };
