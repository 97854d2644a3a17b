import type { ScheduleClock } from './schedule-clock.ts';

/**
 * The part of a schedule's target that this stand-in reads, with the API's names:
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html
 */
export type ScheduleTarget = {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: {
    readonly MaximumRetryAttempts?: number;
    readonly MaximumEventAgeInSeconds?: number;
  };
};

/** A failed invocation as it arrives in its schedule's dead-letter queue. */
export type ScheduleDeadLetter = {
  readonly queueArn: string;
  readonly functionName: string;
  readonly input: unknown;
};

export type DeliveryOptions = {
  readonly clock: ScheduleClock;
  /** Hands an invocation to Lambda; a rejection means that Lambda did not accept it. */
  readonly invoke: (functionName: string, input: unknown) => unknown;
  readonly onDeadLetter: (letter: ScheduleDeadLetter) => void;
};

/**
 * EventBridge Scheduler's defaults:
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html
 */
const DEFAULT_RETRIES = 185;
const DEFAULT_MAX_AGE_S = 86_400;
/** The delays between attempts double from the first to the longest; 185 of them then fill a day. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 8 * 60_000;

/** Returns the name of the Lambda function in a target's ARN; undefined for any other target. */
export function functionNameOf({ Arn }: ScheduleTarget): string | undefined {
  return /^arn:aws:lambda:[^:]+:\d+:function:([\w-]+)$/.exec(Arn)?.[1];
}

/** Creates the delivery of targets: retries by their policies, then their dead-letter queues. */
export function createDelivery({ clock, invoke, onDeadLetter }: DeliveryOptions) {
  return (target: ScheduleTarget): void => {
    const { Input = '{}', DeadLetterConfig, RetryPolicy = {} } = target;
    const { MaximumRetryAttempts: retries = DEFAULT_RETRIES } = RetryPolicy;
    const { MaximumEventAgeInSeconds: maxAgeS = DEFAULT_MAX_AGE_S } = RetryPolicy;
    const functionName = functionNameOf(target) ?? '';
    const input: unknown = JSON.parse(Input);

    const giveUp = () => {
      const queueArn = DeadLetterConfig?.Arn;
      if (queueArn) onDeadLetter({ queueArn, functionName, input });
    };
    const attempt = async (retry: number, ageMs: number): Promise<void> => {
      try {
        await invoke(functionName, input);
      } catch {
        const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** retry, LONGEST_PAUSE_MS);
        const nextAgeMs = ageMs + pauseMs;
        if (retry >= retries || nextAgeMs > maxAgeS * 1_000) return giveUp();
        clock.setAlarm(Date.now() + pauseMs, () => void attempt(retry + 1, nextAgeMs));
      }
    };
    void attempt(0, 0);
  };
}
