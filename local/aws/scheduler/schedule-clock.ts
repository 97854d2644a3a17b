/** A clock with alarms, on which a test can skip time. */
export interface ScheduleClock extends Disposable {
  /** Calls `fire` once at a moment (epoch milliseconds); returns the function that cancels it. */
  setAlarm(at: number, fire: () => void): () => void;
  /** Moves all alarms forward by `ms`, and fires the ones that are then due, in order. */
  skip(ms: number): void;
}

type Alarm = { at: number; timer: NodeJS.Timeout; readonly fire: () => void };

/** The longest delay of a Node timer; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Creates a clock that runs at normal speed until time is skipped. */
export function createScheduleClock(): ScheduleClock {
  const alarms = new Set<Alarm>();
  let isStopped = false;

  const callOff = (alarm: Alarm) => {
    clearTimeout(alarm.timer);
    alarms.delete(alarm);
  };
  const ring = (alarm: Alarm) => {
    callOff(alarm);
    alarm.fire();
  };
  const wait = (alarm: Alarm): NodeJS.Timeout => {
    const waitMs = Math.max(0, alarm.at - Date.now());
    const isTooLong = waitMs > LONGEST_TIMER_MS;
    return setTimeout(
      () => {
        if (isTooLong) alarm.timer = wait(alarm);
        else ring(alarm);
      },
      Math.min(waitMs, LONGEST_TIMER_MS),
    );
  };

  return {
    setAlarm(at, fire) {
      // A retry that fails after disposal must not set a new alarm.
      if (isStopped) return () => {};
      const alarm = { at, fire } as Alarm;
      alarm.timer = wait(alarm);
      alarms.add(alarm);
      return () => callOff(alarm);
    },
    skip(ms) {
      const standing = [...alarms].sort((a, b) => a.at - b.at);
      for (const alarm of standing) {
        if (!alarms.has(alarm)) continue;
        alarm.at -= ms;
        clearTimeout(alarm.timer);
        if (alarm.at <= Date.now()) ring(alarm);
        else alarm.timer = wait(alarm);
      }
    },
    [Symbol.dispose]() {
      isStopped = true;
      for (const alarm of alarms) callOff(alarm);
    },
  };
}
