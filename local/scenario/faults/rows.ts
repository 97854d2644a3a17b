import type { FaultRow } from './row.ts';
import { callerRows } from './rows/callers.ts';
import { ceilingRows } from './rows/ceilings.ts';
import { compoundRows } from './rows/compound.ts';
import { hearingRows } from './rows/hearing.ts';
import { mediaRows } from './rows/media.ts';
import { peopleRows } from './rows/people.ts';
import { recordingRows } from './rows/recordings.ts';
import { speakingRows } from './rows/speaking.ts';
import { storeRows } from './rows/store.ts';
import { streamRows } from './rows/stream.ts';
import { thinkingRows } from './rows/thinking.ts';
import { watchdogRows } from './rows/watchdog.ts';
import { webhookRows } from './rows/webhooks.ts';

/** All faults of a phone call with their expected outcomes; the slowest rows first. */
export const faultRows: readonly FaultRow[] = [
  ...watchdogRows,
  ...recordingRows,
  ...streamRows,
  ...mediaRows,
  ...hearingRows,
  ...thinkingRows,
  ...speakingRows,
  ...storeRows,
  ...webhookRows,
  ...compoundRows,
  ...ceilingRows,
  ...callerRows,
  ...peopleRows,
];
