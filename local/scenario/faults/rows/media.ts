import type { FaultRow } from '#local/scenario/faults/row.ts';

/** The processes of the media service and of the functions. */
export const mediaRows: readonly FaultRow[] = [
  {
    id: 'media-drained-before-words',
    line: 'callback',
    what: 'the media process is told to end before a word was said',
    expectation: 'resumed',
    faults: [{ on: 'media', which: 'holding', does: 'end-in-order', at: 'stream-attached' }],
  },
  {
    id: 'media-drained-caller-speaks',
    line: 'callback',
    what: 'the media process is told to end while the caller speaks',
    expectation: 'resumed',
    faults: [{ on: 'media', which: 'holding', does: 'end-in-order', at: 'caller-speaks' }],
  },
  {
    id: 'media-drained-agent-thinks',
    line: 'callback',
    what: 'the media process is told to end while the agent thinks',
    expectation: 'resumed',
    faults: [{ on: 'media', which: 'holding', does: 'end-in-order', at: 'agent-thinks' }],
  },
  {
    id: 'media-drained-agent-answers',
    line: 'callback',
    what: 'the media process is told to end in the middle of an answer',
    expectation: 'resumed',
    faults: [{ on: 'media', which: 'holding', does: 'end-in-order', at: 'agent-answers' }],
  },
  {
    id: 'media-drained-everywhere',
    line: 'callback',
    what: 'every media process is told to end, so that none takes the call over',
    expectation: 'voicemail',
    faults: [{ on: 'media', which: 'every', does: 'end-in-order', at: 'agent-answers' }],
  },
  {
    id: 'media-drained-refuses',
    line: 'callback',
    what: 'the only media process drains before the call',
    expectation: 'voicemail',
    mediaProcesses: 1,
    faults: [{ on: 'media', which: 'every', does: 'end-in-order' }],
  },
  {
    id: 'media-dies-caller-speaks',
    line: 'callback',
    what: 'the media process dies while the caller speaks',
    expectation: 'resumed',
    faults: [{ on: 'media', which: 'holding', does: 'die', at: 'caller-speaks' }],
  },
  {
    id: 'media-dies-agent-thinks',
    line: 'callback',
    what: 'the media process dies while the agent thinks',
    expectation: 'resumed',
    faults: [{ on: 'media', which: 'holding', does: 'die', at: 'agent-thinks' }],
  },
  {
    id: 'media-dies-agent-answers',
    line: 'callback',
    what: 'the media process dies in the middle of an answer',
    expectation: 'resumed',
    faults: [{ on: 'media', which: 'holding', does: 'die', at: 'agent-answers' }],
  },
  {
    id: 'media-dies-everywhere',
    line: 'callback',
    what: 'every media process dies in the middle of an answer',
    expectation: 'voicemail',
    faults: [{ on: 'media', which: 'every', does: 'die', at: 'agent-answers' }],
  },
  {
    id: 'media-blocked-5s',
    line: 'watchdog',
    what: 'the media process freezes for five seconds in the middle of an answer',
    expectation: 'voicemail',
    faults: [
      { on: 'media', which: 'holding', does: 'stand-still', at: 'agent-answers', forMs: 5_000 },
    ],
  },
  {
    id: 'media-blocked-for-good',
    line: 'watchdog',
    what: 'the media process freezes from the first moment of the stream on',
    expectation: 'voicemail',
    faults: [{ on: 'media', which: 'holding', does: 'stand-still', at: 'stream-attached' }],
  },
  {
    id: 'media-blocked-1s',
    line: 'session',
    what: 'the media process freezes for a second while the agent thinks',
    expectation: 'answered',
    faults: [
      { on: 'media', which: 'holding', does: 'stand-still', at: 'agent-thinks', forMs: 1_000 },
    ],
  },
  {
    id: 'functions-die',
    line: 'session',
    what: 'the functions’ process dies in the middle of the call',
    expectation: 'answered',
    faults: [{ on: 'functions', at: 'agent-thinks' }],
  },
];
