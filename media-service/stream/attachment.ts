import { toDialogue, toUnheard } from '#shared/domain/calls/call-turn.ts';
import { NO_MEDIA_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';
import { log } from '#shared/log.ts';
import type { CallLogs, CallTurns, CallWatches, HeldStream } from '#shared/ports/calls.ts';
import { survive } from '#shared/survival.ts';
import type { EventLoop } from './event-loop.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import type { PhoneLine } from './phone-line.ts';

/** How long a stream that lost its call stays mute: the new owner of the call ends it sooner. */
const MUTE_MS = 5_000;

export type AttachmentParts = {
  readonly calls: Pick<CallLogs, 'attach' | 'find'>;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly watches: Pick<CallWatches, 'now' | 'attach' | 'beat'>;
  /** The longest call, over all its streams. */
  readonly maxCallMs: number;
  /** Whether replies are drafted before a turn is certain to be over. */
  readonly speculates: boolean;
};

/** The attachment of a stream to its call; keeps the heartbeat until it is disposed of. */
export interface Attachment extends Disposable {
  frameArrived(): void;
}

/** Attaches a stream to its call and opens the conversation; closes the line where another stream has the call. */
export function attachStream(
  { calls, turns, watches, maxCallMs, speculates }: AttachmentParts,
  stream: HeldStream,
  { line, loop }: { readonly line: Pick<PhoneLine, 'close'>; readonly loop: EventLoop },
): Attachment {
  const { callSid, gen, streamSid } = stream;
  let heartbeat: Heartbeat | undefined;

  const stop = () => loop.dispatch({ type: 'stream-stopped', at: Date.now() });

  const callLost = () => {
    log.warn('stream.lost-its-call', { callSid, gen });
    stop();
    setTimeout(() => line.close(), MUTE_MS).unref();
  };

  const attach = async () => {
    const isFirst = gen === 1;
    const reading = isFirst ? undefined : survive('turns.not-read', turns.ofCall(callSid));
    const finding = isFirst ? undefined : survive('call.not-read', calls.find(callSid));
    // Undefined where the store is down: that must not cost the caller the line.
    const isOurs = await survive('call.not-attached', calls.attach(stream, Date.now()));
    if (isOurs === false) {
      log.warn('stream.not-ours', { callSid, gen });
      stop();
      return line.close();
    }
    log.info('stream.attached', { callSid, gen, streamSid });
    if (loop.conversation.phase.name === 'ended') return;
    heartbeat = startHeartbeat({ watches, calls }, stream, callLost);
    const deadlineAt = watches.now() + NO_MEDIA_TIMEOUT_MS;
    void survive('watch.not-attached', watches.attach(callSid, gen, deadlineAt));
    const spoken = (await reading) ?? [];
    // An unknown reason counts as a loss: an apology too many is better than a silence.
    const call = await finding;
    const connectedAfter = isFirst ? undefined : (call?.connected_after ?? 'loss');
    // A call that moves from task to task is still one call.
    const at = Date.now();
    const begunAt = call?.created_at ?? at;
    loop.open({
      type: 'attached',
      connectedAfter,
      dialogue: toDialogue(spoken),
      unheard: toUnheard(spoken),
      maxCallMs: maxCallMs - (at - begunAt),
      speculates,
      at,
    });
  };
  void attach();

  return {
    frameArrived: () => heartbeat?.frameArrived(),
    [Symbol.dispose]: () => heartbeat?.[Symbol.dispose](),
  };
}
