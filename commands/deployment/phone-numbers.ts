import twilio from 'twilio';
import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import type { NumberSettings } from './number-settings.ts';

/** A Twilio account, and the address of its REST API. */
export type Account = {
  readonly accountSid: string;
  readonly authToken: string;
  readonly apiBaseUrl: string;
};

/** A number that the account owns. */
export type OwnedNumber = NumberSettings & {
  readonly sid: string;
  readonly phoneNumber: string;
  /** SID of an application or trunk that answers its calls in place of its URLs. */
  readonly answeredBy: string | undefined;
};

/** The numbers of an account. Methods throw `VendorFailed`, and `InvalidInput` for an unknown account. */
export interface Numbers {
  /** Lists them, up to a limit. */
  owned(): Promise<OwnedNumber[]>;
  /** Sets a number and returns it as Twilio then has it. */
  set(sid: string, settings: NumberSettings): Promise<OwnedNumber>;
}

/** A person waits at the terminal. */
const REQUEST_TIMEOUT_MS = 10_000;
/** A 429 of Twilio means that nothing happened; the client retries with growing delays. */
const RETRIES = 3;
/** More numbers than an office rents. */
const LISTED_AT_MOST = 1_000;

/** Opens the numbers of an account through Twilio’s own client. */
export function twilioNumbers({ accountSid, authToken, apiBaseUrl }: Account): Numbers {
  const client = twilio(accountSid, authToken, {
    timeout: REQUEST_TIMEOUT_MS,
    autoRetry: true,
    maxRetries: RETRIES,
  });
  client.api.baseUrl = apiBaseUrl;
  const { incomingPhoneNumbers } = client;
  return {
    async owned() {
      const listing = incomingPhoneNumbers.list({ limit: LISTED_AT_MOST });
      return (await listing.catch(refused)).map(toOwnedNumber);
    },
    async set(sid, settings) {
      return toOwnedNumber(await incomingPhoneNumbers(sid).update(settings).catch(refused));
    },
  };
}

function toOwnedNumber(number: IncomingPhoneNumberInstance): OwnedNumber {
  const { sid, phoneNumber, voiceApplicationSid, trunkSid } = number;
  return {
    sid,
    phoneNumber,
    answeredBy: trunkSid || voiceApplicationSid || undefined,
    voiceUrl: number.voiceUrl ?? '',
    voiceMethod: number.voiceMethod ?? '',
    voiceFallbackUrl: number.voiceFallbackUrl ?? '',
    voiceFallbackMethod: number.voiceFallbackMethod ?? '',
    statusCallback: number.statusCallback ?? '',
    statusCallbackMethod: number.statusCallbackMethod ?? '',
  };
}

function refused(cause: unknown): never {
  if (!(cause instanceof twilio.RestException)) {
    throw new VendorFailed('twilio', 'it cannot be reached', { cause });
  }
  switch (cause.status) {
    case 401:
      throw new InvalidInput(
        'Twilio does not know this account: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.',
        { cause },
      );
    case 404:
      throw new VendorFailed('twilio', 'the account does not own the number any more', { cause });
    case 429:
      throw new VendorFailed('twilio', 'it limits requests: try again in a minute', { cause });
    default:
      throw new VendorFailed('twilio', `it refuses: ${cause.message}`, { cause });
  }
}
