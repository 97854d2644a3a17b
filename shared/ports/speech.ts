import type { Line } from '#shared/domain/calls/dialogue.ts';

/** Hears: turns recorded speech into Hebrew text. */
export interface Transcriber {
  /**
   * Returns the words of one file: WAV (PCM16, mono, 8 kHz), or a voice note as OGG, MP3 or M4A.
   * Returns an empty string if no one spoke.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   * @throws signal.reason when aborted
   */
  transcribe(audio: Uint8Array, signal: AbortSignal): Promise<string>;
}

/** Hears calls while they go on. */
export interface LiveTranscriber {
  /** Returns a transcription that listens until the signal is aborted. Never throws: `commit` tells of failures. */
  open(signal: AbortSignal): LiveTranscription;
}

/** One call, transcribed while it goes on. The caller of `commit` keeps the audio for a batch transcription if it fails. */
export interface LiveTranscription {
  /** Takes in μ-law bytes at 8 kHz, of any length. Never throws. */
  hear(mulaw: Uint8Array): void;
  /**
   * Returns the words heard since the last commit or drop; an empty string if no one spoke.
   * Rejects at once if no session listens.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   * @throws signal.reason once the signal of `open` is aborted
   */
  commit(): Promise<string>;
  /** Forgets the audio heard since the last commit or drop. Never throws. */
  drop(): void;
}

/** Thinks: answers the caller's last line, using tools on the way. */
export interface Brain {
  /**
   * Streams the reply to the last line as pieces of text, in order. A piece `\n` ends a spoken line early.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   * @throws signal.reason when aborted
   */
  reply(question: Question, signal: AbortSignal): AsyncIterable<string>;
  /**
   * Opens the connection before a caller waits for it. An idle connection lasts some seconds, so call it at each start of speech.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   */
  warm(): Promise<void>;
}

/** A dialogue to answer. */
export type Question = {
  readonly dialogue: readonly Line[];
  /** Facts about the moment and the contact, in Hebrew. */
  readonly briefing?: string;
  readonly toolbox?: Toolbox;
};

/** The tools for one turn of one contact. */
export interface Toolbox {
  /** The tools that the model may call. */
  readonly tools: readonly Tool[];
  /** Resolves when tools may be used, if the caller's turn may not be over yet. Never throws: it stays pending if the turn goes on. */
  readonly allowed?: Promise<void>;
  /**
   * Runs a tool and returns its result as JSON for the model; a failure is a result with an `error`.
   * @throws signal.reason when aborted
   */
  use(call: ToolCall, signal: AbortSignal): Promise<string>;
}

/** A tool as a model is told of it; `parameters` is a JSON schema. */
export type Tool = {
  readonly name: string;
  readonly description: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};

/** A model's request to use a tool; the arguments are JSON as the model wrote them, not yet checked. */
export type ToolCall = { readonly name: string; readonly arguments: string };

/** Speaks: turns sentences into telephone audio. */
export interface Voice {
  /**
   * Streams the audio of one turn: headerless μ-law bytes at 8 kHz, in the order of the sentences.
   * A failure of `sentences` is thrown as it is.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   * @throws InvalidInput if a sentence is too long for the vendor
   * @throws signal.reason when aborted
   */
  speak(sentences: AsyncIterable<string>, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Opens the channel before a caller waits for it.
   * @throws VendorFailed
   * @throws DeadlineExceeded
   */
  warm(): Promise<void>;
}
