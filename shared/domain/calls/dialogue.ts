/** One spoken line. */
export type Line = { readonly speaker: 'caller' | 'agent'; readonly text: string };
