import type { Account } from '../account/account.ts';
import type { CallFacts } from '../account/call-parameters.ts';
import type { ErrorLog } from '../account/error-log.ts';
import type { Recordings } from '../account/recordings.ts';
import type { AudioLibrary } from '../line/audio-library.ts';
import type { LineSound } from '../line/line-sound.ts';
import type { CallTrouble } from '../trouble/call-trouble.ts';
import type { Switches } from '../trouble/switches.ts';
import type { Office } from '../twiml/verbs/office.ts';
import type { PhoneNumber } from '../webhook/phone-number.ts';
import type { WebhookAttempt } from '../webhook/webhook.ts';

/** The parts of an exchange that all its calls share. */
export type Premises = {
  readonly account: Account;
  readonly apiBaseUrl: string;
  readonly number: PhoneNumber;
  readonly errors: ErrorLog;
  readonly recordings: Recordings;
  /** Every call of the account by its SID, those of `<Dial>` included, oldest first. */
  readonly directory: Map<string, CallFacts>;
  readonly audioLibrary: AudioLibrary;
  /** Aborts when the exchange closes. */
  readonly signal: AbortSignal;
};

/** The settings of one call. */
export type Dialling = {
  readonly from: string;
  readonly forwardedFrom?: string | undefined;
  readonly switches: Switches;
  readonly office: Office;
  readonly trouble: CallTrouble;
  readonly sound: LineSound;
  readonly onWebhook?: ((attempt: WebhookAttempt) => void) | undefined;
};
