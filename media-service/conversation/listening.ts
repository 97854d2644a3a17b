/** Nobody speaks: since when, and how often the caller was asked whether they are there. */
export type Listening = {
  readonly name: 'listening';
  readonly silentSince: number;
  readonly asked: number;
};

/** Listens afresh, from a moment on. */
export function listening(at: number): Listening {
  return { name: 'listening', silentSince: at, asked: 0 };
}
