import type { MessageFault, Writing } from '#local/scenario/faults/whatsapp/row.ts';

/** The language model answers 500. */
export const modelDown = {
  on: 'openai',
  operation: 'reply',
  fault: { kind: 'status', status: 500 },
} as const;
/** Makes an answer late, for rows about what happens to late replies. */
export const putOff: MessageFault = { ...modelDown, until: 'posted' };
/** The transcription answers 500. */
export const deaf = {
  on: 'openai',
  operation: 'transcribe',
  fault: modelDown.fault,
} as const;

/** Three messages within 0.8 s. */
export const burst: readonly Writing[] = [
  { words: 'שלום, אני מחפש דירה להשכרה בתל אביב' },
  { words: 'שלושה חדרים', underWayMs: 400 },
  { words: 'עד שבעת אלפים שקל', underWayMs: 800 },
];
/** A voice note. */
export const spoken: Writing = { words: 'אני מחפש דירה להשכרה בתל אביב', as: 'voice-note' };
/** A picture with a caption. */
export const shown: Writing = { words: 'אני מחפש דירה כזאת בתל אביב', as: 'picture' };
