import { HEARTBEAT_MS, NO_MEDIA_TIMEOUT_MS } from '#shared/domain/call-watch.ts';
import type { CallLogs, CallWatches } from '#shared/ports.ts';
import { survive } from '#shared/survive.ts';

type Attached = { readonly callSid: string; readonly gen: number; readonly streamSid: string };

type HeartbeatParts = {
  readonly watches: Pick<CallWatches, 'attach' | 'beat'>;
  readonly calls: Pick<CallLogs, 'find'>;
};

/** Says every two seconds that a stream lives, as long as its frames arrive. */
export interface Heartbeat extends Disposable {
  frameArrived(): void;
}

/** Starts the heartbeat of an attached stream; `onLost` is called once, when the call belongs to somebody else. */
export function startHeartbeat(
  { watches, calls }: HeartbeatParts,
  { callSid, gen, streamSid }: Attached,
  onLost: () => void,
): Heartbeat {
  let hasFrames = false;

  const beat = async () => {
    const deadlineAt = Date.now() + NO_MEDIA_TIMEOUT_MS;
    if (await watches.beat(callSid, gen, deadlineAt)) return;
    const call = await calls.find(callSid);
    const isMine = call?.control === 'stream' && call.gen === gen && call.stream_sid === streamSid;
    if (isMine) await watches.attach(callSid, gen, deadlineAt);
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
