import fc from 'fast-check';
import type { CallLog, CallStatus, Intent } from '#shared/domain/calls/call-log.ts';
import { decideDialEnded } from '#shared/domain/calls/dial-ended.ts';
import { decideStreamEnded, type Move } from '#shared/domain/calls/stream-ended.ts';
import type { RedirectReason } from '#shared/domain/calls/watchdog.ts';
import type { CallLogs } from '#shared/ports/calls.ts';

/** A call, and the state of it that each asker read last. */
export type Scene = {
  readonly calls: CallLogs;
  readonly callSid: string;
  readonly seen: (CallLog | undefined)[];
  at: number;
};

const generation = fc.integer({ min: 1, max: 3 });
const status = fc.constantFrom<CallStatus>(
  'received',
  'ringing',
  'in_progress',
  'completed',
  'busy',
);
const intent = fc.constantFrom<Intent>('goodbye', 'human', 'fallback', 'moved');
const streamSid = fc.constantFrom('MZ1', 'MZ2', 'MZ3');
const reason = fc.constantFrom<RedirectReason>('no-start', 'no-media');
/** Each asker reads the call at one moment and moves it at a later one. */
const asker = fc.nat(2);
const callStatus = fc.constantFrom('in-progress', 'in-progress', 'in-progress', 'completed');
const dialCallStatus = fc.constantFrom('completed', 'no-answer', 'busy');
const rung = fc.record({ gen: generation, ring: fc.nat(2) });
const what = <Name extends string>(name: Name) => fc.constant(name);

/** Every event that reads or writes the control record of a call. */
export const anyHappening = fc.oneof(
  fc.record({ what: what('opened'), status }),
  { arbitrary: fc.record({ what: what('attached'), gen: generation, streamSid }), weight: 4 },
  fc.record({ what: what('intended'), gen: generation, intent }),
  fc.record({ what: what('looked'), asker }),
  fc.record({ what: what('stream-ended'), asker, gen: generation, callStatus }),
  fc.record({ what: what('dial-ended'), asker, rung, callStatus, dialCallStatus }),
  fc.record({ what: what('rescued'), gen: generation, reason }),
  fc.record({ what: what('redirected') }),
  fc.record({ what: what('answered') }),
  fc.record({ what: what('raised'), status }),
  fc.record({ what: what('recorded'), status: fc.constantFrom('completed', 'absent') }),
);

/** An event that reads or writes the control record of a call. */
export type Happening = typeof anyHappening extends fc.Arbitrary<infer T> ? T : never;

/** The phones that a hand-over rings. */
const phones = ['+972500000001', '+972500000002'];

/** Performs an event, one millisecond after the last one. */
export async function happen(scene: Scene, happening: Happening): Promise<unknown> {
  const { calls, callSid, seen } = scene;
  scene.at += 1;
  const { at } = scene;
  switch (happening.what) {
    case 'opened':
      return calls.open({ callSid, from: '', to: '', status: happening.status }, at);
    case 'attached':
      return calls.attach({ callSid, ...happening, holder: 'socket' }, at);
    case 'intended':
      return calls.intend(callSid, happening.gen, happening.intent);
    case 'looked':
      seen[happening.asker] = await calls.find(callSid);
      return;
    case 'stream-ended':
    case 'dial-ended': {
      const call = seen[happening.asker];
      const move = moveOf(happening, call, at);
      return move && calls.move({ callSid, seen: call, move, handOver: { phones, at } }, at);
    }
    case 'rescued':
      return calls.rescue({ callSid, ...happening }, at);
    case 'redirected':
      return calls.redirected(callSid, at);
    case 'answered':
      return calls.answered(callSid, at);
    case 'raised':
      return calls.raise(callSid, { status: happening.status }, at);
    case 'recorded':
      return calls.recorded(callSid, { recordingSid: 'RE1', status: happening.status }, at);
  }
}

/** Returns how an asker would move the call, by the state that was read. */
export function moveOf(
  happening: Happening,
  call: CallLog | undefined,
  at: number,
): Move | undefined {
  if (happening.what === 'stream-ended') {
    return decideStreamEnded({ ...happening, call, at }).move;
  }
  if (happening.what === 'dial-ended') return decideDialEnded({ ...happening, call, at }).move;
  return undefined;
}
