/** Words, and the same words with vowel points. */
export type Words = { readonly text: string; readonly pointed: string };

/** A recorded text, as `assets/*.json` hold it. */
export type Recorded = Words & {
  /** The words with `{office}` in place of the office’s name; `text` and `pointed` are made of it. */
  readonly template?: Words;
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
