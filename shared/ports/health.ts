/** The state of the vendors that `/readyz` asks. */
export type VendorWords = Readonly<Record<'openai' | 'tts', 'ok' | 'disabled' | 'failed'>>;

/** Keeps the last check of the vendors for all containers, so that many requests make one check. */
export interface VendorChecks {
  /**
   * Takes the turn to ask the vendors, at a moment in epoch ms. Returns `ours`, or the words of a check that is
   * recent or goes on elsewhere.
   * @throws VendorFailed
   */
  take(at: number): Promise<'ours' | VendorWords>;
  /**
   * Keeps what the vendors answered.
   * @throws VendorFailed
   */
  keep(words: VendorWords): Promise<void>;
}
