import type { ScheduleClock } from './schedule-clock.ts';
import type { ScheduleTarget } from './schedule-delivery.ts';
import { readExpression, type Timing } from './schedule-expression.ts';

/**
 * The part of CreateSchedule and UpdateSchedule that this stand-in reads:
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export type ScheduleRequest = {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly ActionAfterCompletion?: 'NONE' | 'DELETE';
  readonly FlexibleTimeWindow: { readonly Mode: 'OFF' | 'FLEXIBLE' };
  readonly Target: ScheduleTarget;
  readonly Description?: string;
};

/** A stored schedule with its alarm; disposal cancels the alarm. */
export interface Schedule extends Disposable {
  readonly request: ScheduleRequest;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type ScheduleOptions = {
  readonly request: ScheduleRequest;
  readonly createdAt: number;
  readonly clock: ScheduleClock;
  /** Returns the lateness of its next firing. */
  readonly delayMs: () => number;
  readonly onFire: (target: ScheduleTarget) => void;
  /** Called after the only firing of a schedule with `ActionAfterCompletion: DELETE`. */
  readonly onOver: () => void;
};

/** Returns a schedule's timing, `past` for a moment in the past, or undefined for an invalid expression. */
export function timingOf(request: ScheduleRequest): Timing | 'past' | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone } = request;
  const timing = readExpression(ScheduleExpression, ScheduleExpressionTimezone);
  return timing?.kind === 'at' && timing.at < Date.now() ? 'past' : timing;
}

/**
 * Starts a schedule. Without a start date a `rate` fires at once and then at its interval, as in EventBridge
 * Scheduler: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function startSchedule(timing: Timing, options: ScheduleOptions): Schedule {
  const { request, createdAt, clock, delayMs, onFire, onOver } = options;
  let callOff = () => {};
  const fireAt = (at: number) => {
    callOff = clock.setAlarm(at + delayMs(), () => {
      // After skipped time it fires before its moment.
      if (timing.kind === 'rate') fireAt(Math.min(at, Date.now()) + timing.everyMs);
      else if (request.ActionAfterCompletion === 'DELETE') onOver();
      onFire(request.Target);
    });
  };
  if (request.State !== 'DISABLED') fireAt(timing.kind === 'at' ? timing.at : Date.now());
  return {
    request,
    createdAt,
    modifiedAt: Date.now(),
    [Symbol.dispose]: () => callOff(),
  };
}
