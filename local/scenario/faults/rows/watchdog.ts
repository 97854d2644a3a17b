import type { FaultRow } from '#local/scenario/faults/row.ts';

/** The watchdog and the clocks that it is compared with. */
export const watchdogRows: readonly FaultRow[] = [
  {
    id: 'watchdog-tick-missed',
    line: 'watchdog',
    what: 'a tick of the watchdog is missed, and the stream is mute',
    expectation: 'voicemail',
    trouble: { stream: { fault: 'mute' } },
    faults: [{ on: 'watchdog', does: 'miss-a-tick' }],
  },
  {
    id: 'watchdog-twice',
    line: 'watchdog',
    what: 'two watchdogs sweep at once, and the stream is mute',
    expectation: 'voicemail',
    trouble: { stream: { fault: 'mute' } },
    faults: [{ on: 'watchdog', does: 'sweep-twice' }],
  },
  {
    id: 'watchdog-dies-in-its-claim',
    line: 'watchdog',
    what: 'the watchdog dies in the middle of its claim, and the stream is mute',
    expectation: 'voicemail',
    trouble: { stream: { fault: 'mute' } },
    faults: [{ on: 'functions', at: 'watchdog-claims', forMs: 0 }],
  },
  {
    id: 'watchdog-races-a-resume',
    line: 'watchdog',
    what: 'the frozen stream dies at the moment when the watchdog claims the call',
    expectation: 'voicemail',
    faults: [
      { on: 'media', which: 'holding', does: 'stand-still', at: 'agent-answers' },
      { on: 'media', which: 'holding', does: 'die', at: 'watchdog-claims' },
    ],
  },
  {
    id: 'clock-ahead',
    line: 'session',
    what: 'the clock of the media service is two seconds ahead',
    expectation: 'answered',
    mediaAheadMs: 2_000,
  },
  {
    id: 'clock-behind',
    line: 'session',
    what: 'the clock of the media service is two seconds behind',
    expectation: 'answered',
    mediaAheadMs: -2_000,
  },
];
