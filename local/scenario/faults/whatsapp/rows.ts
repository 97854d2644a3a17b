import type { MessageRow } from './row.ts';

const modelDown = {
  on: 'openai',
  operation: 'reply',
  fault: { kind: 'status', status: 500 },
} as const;
const burst = [
  { words: 'שלום, אני מחפש דירה להשכרה בתל אביב' },
  { words: 'שלושה חדרים', underWayMs: 400 },
  { words: 'עד שבעת אלפים שקל', underWayMs: 800 },
];

/** Everything that can go wrong with messages, and what must come of it; the slowest rows first. */
export const messageRows: readonly MessageRow[] = [
  // ——— the model ———
  {
    id: 'model-hangs',
    channel: 'whatsapp',
    line: 'late-reply',
    what: 'the model does not answer while a message arrives',
    expectation: 'answered-late',
    faults: [{ on: 'openai', operation: 'reply', fault: { kind: 'hang' }, until: 'posted' }],
  },
  {
    id: 'model-down',
    channel: 'whatsapp',
    line: 'late-reply',
    what: 'the model is down while a message arrives',
    expectation: 'answered-late',
    faults: [{ ...modelDown, until: 'posted' }],
  },
  {
    id: 'burst-model-down',
    channel: 'whatsapp',
    line: 'late-reply',
    what: 'the model is down while three messages arrive in a row',
    expectation: 'answered-late',
    writes: burst,
    faults: [{ ...modelDown, until: 'posted' }],
  },
  {
    id: 'model-down-for-good',
    channel: 'whatsapp',
    line: 'late-reply',
    what: 'the model is down for twenty minutes',
    expectation: 'told',
    looks: 3,
    faults: [modelDown],
  },
];
