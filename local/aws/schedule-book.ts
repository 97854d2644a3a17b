import { readExpression, type Timing } from './schedule-expression.ts';

/** What a client asks for when it creates or replaces a schedule, as far as this stand-in reads it. */
export type ScheduleRequest = {
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly State?: 'ENABLED' | 'DISABLED';
  readonly ActionAfterCompletion?: 'NONE' | 'DELETE';
  readonly FlexibleTimeWindow: { readonly Mode: 'OFF' | 'FLEXIBLE' };
  readonly Target: { readonly Arn: string; readonly RoleArn: string; readonly Input?: string };
  readonly Description?: string;
};

/** A schedule as it is kept: what was asked for, and its clock. */
export interface Schedule extends Disposable {
  readonly request: ScheduleRequest;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

export type ScheduleOptions = {
  readonly request: ScheduleRequest;
  readonly createdAt: number;
  /** How late it fires this time. */
  readonly delayMs: () => number;
  readonly onFire: (target: ScheduleRequest['Target']) => void;
  /** Called once a schedule that fires once is done and asked to be deleted. */
  readonly onOver: () => void;
};

/** Node's timers overflow beyond this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Reads a schedule's timing; `past` for a moment that has gone, undefined for what is no expression. */
export function timingOf(request: ScheduleRequest): Timing | 'past' | undefined {
  const { ScheduleExpression, ScheduleExpressionTimezone } = request;
  const timing = readExpression(ScheduleExpression, ScheduleExpressionTimezone);
  return timing?.kind === 'at' && timing.at < Date.now() ? 'past' : timing;
}

/** Sets a schedule going; a `rate` fires at once and then at its distance, as the real one does without a start date. */
export function startSchedule(timing: Timing, options: ScheduleOptions): Schedule {
  const { request, createdAt, delayMs, onFire, onOver } = options;
  let timer: NodeJS.Timeout | undefined;
  const until = (at: number, fire: () => void) => {
    const waitMs = Math.max(0, at - Date.now());
    timer = setTimeout(
      () => (waitMs > LONGEST_TIMER_MS ? until(at, fire) : fire()),
      Math.min(waitMs, LONGEST_TIMER_MS),
    );
  };
  const fireAt = (at: number) =>
    until(at + delayMs(), () => {
      if (timing.kind === 'rate') fireAt(at + timing.everyMs);
      else if (request.ActionAfterCompletion === 'DELETE') onOver();
      onFire(request.Target);
    });
  if (request.State !== 'DISABLED') fireAt(timing.kind === 'at' ? timing.at : Date.now());
  return {
    request,
    createdAt,
    modifiedAt: Date.now(),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
