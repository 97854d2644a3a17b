/** Who speaks: the agent (a woman's voice) or the person who calls (a man's). */
export type Speaker = 'agent' | 'caller';

/** What the eSpeak process is asked, one JSON line each. */
export type SpokenRequest = { readonly phonemes: string; readonly speaker: Speaker };
