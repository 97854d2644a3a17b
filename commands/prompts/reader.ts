/** A recorded text, as `assets/*.json` hold it. */
export type Recorded = {
  readonly text: string;
  /** The same words with vowel points. */
  readonly pointed: string;
  /** Length of the recording, measured when it was rendered. */
  readonly duration_ms: number;
};

/** A voice that reads texts for recording. Methods throw `VendorFailed` where it fails. */
export interface Reader extends AsyncDisposable {
  /** The name of the voice, for people. */
  readonly name: string;
  /** Returns an MP3 for Twilio’s `<Play>`. */
  toMp3(recorded: Recorded): Promise<Uint8Array>;
  /** Returns headerless μ-law at 8 kHz for a stream. */
  toMulaw(recorded: Recorded): Promise<Uint8Array>;
}
