import type { ScheduleClock } from './schedule-clock.ts';
import type { ScheduleTarget } from './schedule-delivery.ts';
import { readExpression, type Timing } from './schedule-expression.ts';

/** What a client asks for when it creates or replaces a schedule, as far as this stand-in reads it. */
export type ScheduleRequest = {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly ActionAfterCompletion?: 'NONE' | 'DELETE';
  readonly FlexibleTimeWindow: { readonly Mode: 'OFF' | 'FLEXIBLE' };
  readonly Target: ScheduleTarget;
  readonly Description?: string;
};

/** A schedule as it is kept: what was asked for, and its alarm. */
export interface Schedule extends Disposable {
  readonly request: ScheduleRequest;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type ScheduleOptions = {
  readonly request: ScheduleRequest;
  readonly createdAt: number;
  readonly clock: ScheduleClock;
  /** How late it fires this time. */
  readonly delayMs: () => number;
  readonly onFire: (target: ScheduleTarget) => void;
  /** Called once a schedule that fires once is done and asked to be deleted. */
  readonly onOver: () => void;
};

/** Reads a schedule's timing; `past` for a moment that has gone, undefined for what is no expression. */
export function timingOf(request: ScheduleRequest): Timing | 'past' | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone } = request;
  const timing = readExpression(ScheduleExpression, ScheduleExpressionTimezone);
  return timing?.kind === 'at' && timing.at < Date.now() ? 'past' : timing;
}

/** Sets a schedule going; a `rate` fires at once and then at its distance, as the real one does without a start date. */
export function startSchedule(timing: Timing, options: ScheduleOptions): Schedule {
  const { request, createdAt, clock, delayMs, onFire, onOver } = options;
  let callOff = () => {};
  const fireAt = (at: number) => {
    callOff = clock.setAlarm(at + delayMs(), () => {
      // Where time was skipped, it fires before its moment.
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
