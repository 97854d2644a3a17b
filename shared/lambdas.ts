/** A webhook's function; Twilio itself waits 15 s: https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides */
const webhook: LambdaDescription = { timeoutMs: 10_000 };

/** Every Lambda function by the name of its file, with its settings, on a laptop and on AWS alike. */
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
  // Calendar programs ask for it, and ask again hours later.
  'viewing-calendar': { timeoutMs: 10_000 },
  // The agent may think for 9 s, and Twilio waits for 15.
  'whatsapp-inbound': { timeoutMs: 15_000 },
  'whatsapp-status': webhook,
  'late-reply': { timeoutMs: 90_000, isScheduled: true },
  remind: { timeoutMs: 60_000, isScheduled: true },
  'follow-up': { timeoutMs: 60_000, isScheduled: true },
  'fetch-recording': { timeoutMs: 60_000, isScheduled: true },
  'transcribe-recording': { timeoutMs: 120_000, isScheduled: true },
  // A failed tick is not retried: the next one comes within a minute.
  watchdog: { timeoutMs: 200_000, every: '1 minute', retryAttempts: 0 },
  reconcile: { timeoutMs: 120_000, every: '1 hour' },
  // A failed tick is not retried: the next one comes within the hour.
  'import-listings': { timeoutMs: 120_000, every: '1 hour', retryAttempts: 0 },
  // A failed tick is not retried: the next one comes within a minute.
  // Its sweeps end after 50 s. One that waits for vendors then is not cut off: a later tick tells nothing twice.
  tell: { timeoutMs: 120_000, every: '1 minute', retryAttempts: 0 },
  // Starts on each event of SES about a mail to the office's people.
  'mail-report': { timeoutMs: 10_000 },
  // A failed tick is not retried: the next one comes within five minutes.
  canary: { timeoutMs: 20_000, every: '5 minutes', retryAttempts: 0 },
} as const satisfies Readonly<Record<string, LambdaDescription>>;

/** The settings of one function. */
export type LambdaDescription = {
  /** The longest invocation. */
  readonly timeoutMs: number;
  /** Retries of a failed asynchronous invocation; absent for Lambda's default. */
  readonly retryAttempts?: 0 | 1 | 2;
  /** The rate of the schedule that starts it. */
  readonly every?: '1 minute' | '5 minutes' | '1 hour' | '1 day';
  /** Whether the product's own one-time schedules start it. */
  readonly isScheduled?: true;
};

/** Lambda's default for the retries of an asynchronous invocation. */
export const RETRY_ATTEMPTS = 2;

/** The function that S3 invokes for every new recording. */
export const recordingListener = 'transcribe-recording' satisfies keyof typeof lambdas;

/** The function that EventBridge invokes with every event of SES about the office's mails. */
export const mailListener = 'mail-report' satisfies keyof typeof lambdas;
