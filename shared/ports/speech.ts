import type { Line } from '#shared/domain/calls/dialogue.ts';

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
