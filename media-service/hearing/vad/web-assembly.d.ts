/** The part of WebAssembly that is used here; TypeScript declares it for the browser only. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Global<T> {
    readonly value: T;
  }
  function instantiate<Exports>(
    module: Uint8Array,
  ): Promise<{ readonly instance: { readonly exports: Exports } }>;
}
