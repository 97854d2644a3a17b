declare module '@echogarden/espeak-ng-emscripten' {
  /** One eSpeak NG engine in its own WebAssembly memory. */
  export interface EspeakModule {
    readonly HEAP8: Int8Array;
    readonly HEAP16: Int16Array;
    _malloc(bytes: number): number;
    readonly eSpeakNGWorker: new () => EspeakWorker;
  }

  export interface EspeakWorker {
    /** Returns 0 when the voice exists. */
    set_voice(name: string): number;
    set_rate(wordsPerMinute: number): void;
    set_pitch(percent: number): void;
    set_range(percent: number): void;
    /** Delivers samples piece by piece; the listener returns true to stop. */
    synthesize(
      text: string | { readonly ptr: number },
      onAudio: (samples: Int16Array, events: readonly EspeakEvent[]) => boolean,
    ): void;
  }

  export type EspeakEvent = { readonly type: string; readonly id?: string | number | undefined };

  // biome-ignore lint/style/noDefaultExport: the package has no other export.
  export default function load(): Promise<EspeakModule>;
}
