/** The speaker: the agent (a woman's voice) or the caller (a man's). */
export type Speaker = 'agent' | 'caller';

/** A request to the eSpeak process, one JSON line. */
export type SpokenRequest = { readonly phonemes: string; readonly speaker: Speaker };
