/** A clock with alarms, on which a test can let time pass. */
export interface ScheduleClock extends Disposable {
  /** Fires once when a moment has come; calling what it returns calls it off. */
  setAlarm(at: number, fire: () => void): () => void;
  /** Brings all alarms nearer, and fires those that are due then, in their order. */
  skip(ms: number): void;
}

type Alarm = { at: number; timer: NodeJS.Timeout; readonly fire: () => void };

/** Node's timers overflow beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Creates a clock that goes like every other until time is skipped. */
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
      // An invocation that fails now would still want its retry.
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
