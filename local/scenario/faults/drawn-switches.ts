import { createHash } from 'node:crypto';
import type { Switches } from 'twilio-exchange/trouble/switches.ts';
import type { FaultRow } from './row.ts';

/**
 * The settings of Twilio's switches that the product must tolerate beside any fault. A value that is listed
 * twice is drawn twice as often.
 */
export const livedWith = {
  connectActionOnCallerHangup: [true, false],
  connectActionOnRestRedirect: [false, true],
  emptyRecording: ['action+absent', 'fall-through'],
  emptyActionBody: ['hangup', 'application-error'],
  streamQueryString: ['strip', 'refuse'],
  stopBeforeClose: [true, false],
  closeAfterStop: [true, false],
  duplicateStreamSocket: [false, true],
  mediaJitter: ['exact', 'bursts'],
  wsSignatureUrl: ['exact', 'trailing-slash'],
  recordingAvailableDelayMs: [2_000, 0],
  recordingCallbackOrder: ['independent', 'before-action', 'after-action'],
  statusCallbackOrder: ['in-order', 'shuffled', 'duplicated', 'in-order', 'shuffled', 'dropped'],
  webhookFaults: ['none', 'duplicate', 'connect-fail-then-retry'],
  signatureFault: ['none', 'stale-token'],
} as const satisfies { readonly [Name in keyof Switches]?: readonly Switches[Name][] };

type Name = keyof typeof livedWith;
const names = Object.keys(livedWith) as Name[];

/**
 * Draws the switches of every row; the row's own settings come first. The values of each other switch are
 * dealt out in turn, ordered by hashes of the row ids. So every value gets its share.
 */
export function drawSwitches(rows: readonly FaultRow[]): ReadonlyMap<string, Partial<Switches>> {
  const drawn = new Map(rows.map((row) => [row.id, ownSwitches(row)]));
  for (const name of names) {
    const values: readonly Switches[Name][] = livedWith[name];
    rows
      .filter((row) => !(name in ownSwitches(row)))
      .map(({ id }) => ({ id, place: placeOf(`${name} ${id}`) }))
      .sort((a, b) => a.place - b.place)
      .forEach(({ id }, index) => {
        Object.assign(drawn.get(id) ?? {}, { [name]: values[index % values.length] });
      });
  }
  return drawn;
}

function ownSwitches({ trouble, faults = [], switches = {} }: FaultRow): Partial<Switches> {
  // A second socket would defeat a fault of the stream, and could hold the call when its process dies.
  const isStreamStruck = trouble?.stream || faults.some(({ on }) => on === 'media');
  return { ...(isStreamStruck && { duplicateStreamSocket: false }), ...switches };
}

function placeOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE();
}
