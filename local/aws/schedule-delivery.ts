import type { ScheduleClock } from './schedule-clock.ts';

/** What a schedule invokes, with the API's names, as far as this stand-in reads it. */
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

/** An invocation that nobody took, as it arrives in the queue of its schedule. */
export type ScheduleDeadLetter = {
  readonly queueArn: string;
  readonly functionName: string;
  readonly input: unknown;
};

export type DeliveryOptions = {
  readonly clock: ScheduleClock;
  /** Has Lambda take an invocation; a rejection means that Lambda did not take it. */
  readonly invoke: (functionName: string, input: unknown) => unknown;
  readonly onDeadLetter: (letter: ScheduleDeadLetter) => void;
};

/** What the real one does unless a schedule says otherwise. */
const DEFAULT_RETRIES = 185;
const DEFAULT_MAX_AGE_S = 86_400;
/** The pauses between attempts: each twice as long as the one before, up to what makes 185 of them fill a day. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 8 * 60_000;

/** The function that a target names; undefined where it is no Lambda function. */
export function functionNameOf({ Arn }: ScheduleTarget): string | undefined {
  return /^arn:aws:lambda:[^:]+:\d+:function:([\w-]+)$/.exec(Arn)?.[1];
}

/** Invokes targets: as often as their retry policies allow, then their letters go to their queues. */
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
