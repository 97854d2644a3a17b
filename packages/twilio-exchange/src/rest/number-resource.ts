import type { Account } from '../account/account.ts';
import { toRfc2822 } from '../account/call-parameters.ts';
import { notFound, type RestAnswer, restError, restJson } from '../http/rest-answer.ts';
import { isAskedFor, restPage } from '../http/rest-list.ts';
import type { PhoneNumber } from '../webhook/phone-number.ts';

/** A number whose settings the REST API may change, for the calls that come later. */
export type SettableNumber = { -readonly [Setting in keyof PhoneNumber]: PhoneNumber[Setting] };

/** A request for the numbers of an account, which has one. */
export type NumberRequest = {
  readonly number: SettableNumber;
  readonly account: Account;
  /** The SID in the path; undefined for the list. */
  readonly numberSid: string | undefined;
  readonly method: string;
  readonly form: URLSearchParams;
  readonly url: URL;
};

/** The moment at which the number was bought. */
const BOUGHT_AT = Date.UTC(2026, 0, 1);

/** The settings that hold URLs, by their names in a form. */
const urlSettings = {
  VoiceUrl: 'voiceUrl',
  VoiceFallbackUrl: 'voiceFallbackUrl',
  StatusCallback: 'statusCallback',
} as const;
/** The settings that hold methods, by their names in a form. */
const methodSettings = {
  VoiceMethod: 'voiceMethod',
  VoiceFallbackMethod: 'voiceFallbackMethod',
  StatusCallbackMethod: 'statusCallbackMethod',
} as const;

/**
 * Lists, reads or sets the number of an account.
 * @see https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource
 */
export function answerAboutNumbers(request: NumberRequest): RestAnswer {
  const { number, account, numberSid, method, form, url } = request;
  if (numberSid === undefined) {
    const json = toNumberJson(number, account);
    const isAsked = isAskedFor(number.phoneNumber, 'PhoneNumber', url.searchParams);
    return restPage({ key: 'incoming_phone_numbers', items: isAsked ? [json] : [] }, url);
  }
  if (numberSid !== sidOf(account)) return notFound(url.pathname);
  if (method === 'GET') return restJson(toNumberJson(number, account));
  return setNumber(number, form) ?? restJson(toNumberJson(number, account));
}

/** Sets the settings that a form names, all or none. Returns the refusal of an invalid form. */
function setNumber(number: SettableNumber, form: URLSearchParams): RestAnswer | undefined {
  for (const name of Object.keys(urlSettings)) {
    const url = form.get(name);
    if (url && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
      return restError(400, 21402, `${name} is not a valid URL: ${url}`);
    }
  }
  for (const name of Object.keys(methodSettings)) {
    const method = form.get(name);
    if (method !== null && !/^(GET|POST)$/.test(method)) {
      return restError(400, 21403, `${name} must be GET or POST: ${method}`);
    }
  }
  for (const [name, setting] of Object.entries(urlSettings)) {
    const url = form.get(name);
    if (url !== null) number[setting] = url;
  }
  for (const [name, setting] of Object.entries(methodSettings)) {
    const method = form.get(name);
    if (method !== null) number[setting] = method === 'GET' ? 'GET' : 'POST';
  }
}

/** The fields that no call depends on, as of an Israeli number that was never changed. */
const unsettable = {
  address_requirements: 'any',
  address_sid: null,
  beta: false,
  bundle_sid: null,
  date_created: toRfc2822(BOUGHT_AT),
  date_updated: toRfc2822(BOUGHT_AT),
  emergency_address_sid: null,
  emergency_address_status: 'unregistered',
  emergency_status: 'Inactive',
  identity_sid: null,
  sms_application_sid: '',
  sms_fallback_method: 'POST',
  sms_fallback_url: '',
  sms_method: 'POST',
  sms_url: '',
  type: 'local',
  voice_caller_id_lookup: false,
};

function toNumberJson(number: PhoneNumber, account: Account) {
  const sid = sidOf(account);
  const {
    phoneNumber,
    voiceUrl,
    voiceMethod = 'POST',
    voiceFallbackUrl = '',
    voiceFallbackMethod = 'POST',
    statusCallback = '',
    statusCallbackMethod = 'POST',
    voiceApplicationSid = null,
    trunkSid = null,
  } = number;
  return {
    ...unsettable,
    account_sid: account.accountSid,
    api_version: '2010-04-01',
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    friendly_name: phoneNumber,
    origin: 'twilio',
    phone_number: phoneNumber,
    sid,
    status: 'in-use',
    status_callback: statusCallback,
    status_callback_method: statusCallbackMethod,
    trunk_sid: trunkSid,
    uri: `/2010-04-01/Accounts/${account.accountSid}/IncomingPhoneNumbers/${sid}.json`,
    voice_application_sid: voiceApplicationSid,
    voice_fallback_method: voiceFallbackMethod,
    voice_fallback_url: voiceFallbackUrl,
    voice_method: voiceMethod,
    voice_receive_mode: 'voice',
    voice_url: voiceUrl,
  };
}

/** Returns the SID of the account's one number. */
function sidOf({ accountSid }: Account): string {
  return `PN${accountSid.slice(2)}`;
}
