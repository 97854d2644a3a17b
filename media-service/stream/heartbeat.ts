import { HEARTBEAT_MS, NO_MEDIA_TIMEOUT_MS } from '#shared/domain/calls/call-watch.ts';
import type { CallLogs, CallWatches, HeldStream } from '#shared/ports/calls.ts';
import { survive } from '#shared/survival.ts';

type HeartbeatParts = {
  readonly watches: Pick<CallWatches, 'now' | 'attach' | 'beat'>;
  readonly calls: Pick<CallLogs, 'attach'>;
};

/** Moves the alarm of a live stream every two seconds, as long as its frames arrive. */
export interface Heartbeat extends Disposable {
  frameArrived(): void;
}

/** Starts the heartbeat of an attached stream; `onLost` is called once, when another stream has the call. */
export function startHeartbeat(
  { watches, calls }: HeartbeatParts,
  stream: HeldStream,
  onLost: () => void,
): Heartbeat {
  const { callSid, gen } = stream;
  let hasFrames = false;

  const beat = async () => {
    const deadlineAt = watches.now() + NO_MEDIA_TIMEOUT_MS;
    if (await watches.beat(callSid, gen, deadlineAt)) return;
    // The alarm or the attachment may be missing because the store was down: attaching again shows who has the call.
    if (await calls.attach(stream, Date.now())) await watches.attach(callSid, gen, deadlineAt);
    else {
      clearInterval(timer);
      onLost();
    }
  };

  const timer = setInterval(() => {
    if (hasFrames) void survive('heartbeat.failed', beat());
    hasFrames = false;
  }, HEARTBEAT_MS);

  return {
    frameArrived() {
      hasFrames = true;
    },
    [Symbol.dispose]() {
      clearInterval(timer);
    },
  };
}
