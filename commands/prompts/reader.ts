/** A text that callers hear from a recording, as `assets/*.json` hold it. */
export type Recorded = {
  readonly text: string;
  /** The same words with vowel points. */
  readonly pointed: string;
  /** How long the recording is, measured when it was rendered. */
  readonly duration_ms: number;
};

/** Reads texts aloud for recording. */
export interface Reader extends AsyncDisposable {
  /** The voice, as the terminal names it. */
  readonly name: string;
  /** An MP3, for Twilio's `<Play>`. */
  toMp3(recorded: Recorded): Promise<Uint8Array>;
  /** Headerless μ-law at 8 kHz, for a stream. */
  toMulaw(recorded: Recorded): Promise<Uint8Array>;
}
