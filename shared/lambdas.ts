/** What a webhook may take: Twilio itself waits 15 s. */
const webhook: LambdaDescription = { timeoutMs: 10_000 };

/** Every Lambda function by the name of its file: what Lambda is told of it, on a laptop and on AWS alike. */
export const lambdas = {
  'incoming-call': webhook,
  'stream-ended': webhook,
  'stream-status': webhook,
  'handle-recording': webhook,
  'recording-status': webhook,
  'dial-ended': webhook,
  'dial-whisper': webhook,
  'call-status': webhook,
  health: webhook,
  // The agent may think for 9 s, and Twilio waits for 15.
  'whatsapp-inbound': { timeoutMs: 15_000 },
  'whatsapp-status': webhook,
  'late-reply': { timeoutMs: 90_000, isScheduled: true },
  remind: { timeoutMs: 60_000, isScheduled: true },
  'follow-up': { timeoutMs: 60_000, isScheduled: true },
  'fetch-recording': { timeoutMs: 60_000, isScheduled: true },
  'transcribe-recording': { timeoutMs: 120_000, isScheduled: true },
  // A tick that failed is not repeated: the next one is a minute away.
  watchdog: { timeoutMs: 200_000, every: '1 minute', retryAttempts: 0 },
  reconcile: { timeoutMs: 120_000, every: '1 hour' },
} as const satisfies Readonly<Record<string, LambdaDescription>>;

/** One function as whoever runs it needs to know it. */
export type LambdaDescription = {
  /** How long an invocation may take. */
  readonly timeoutMs: number;
  /** How often an asynchronous invocation that failed is tried again; twice where nothing is said. */
  readonly retryAttempts?: 0 | 1 | 2;
  /** The rate of the schedule that starts it. */
  readonly every?: '1 minute' | '1 hour' | '1 day';
  /** Whether the product's own one-time schedules start it. */
  readonly isScheduled?: true;
};

/** How often Lambda tries an asynchronous invocation again unless it is told otherwise. */
export const RETRY_ATTEMPTS = 2;

/** The function that hears of every recording that arrives in S3. */
export const recordingListener = 'transcribe-recording' satisfies keyof typeof lambdas;
