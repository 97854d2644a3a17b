/** E.164, and at least the digits of the shortest numbers that people have. */
const E164 = /^\+[1-9]\d{7,14}$/;
/** Schemes that carry a number: `sip:+972501234567@pbx.example;user=phone`. https://www.twilio.com/docs/voice/api/sip-interface */
const SCHEME = /^(?:sips?|tel|whatsapp):/i;
/**
 * A number of a person in Israel: mobiles and 07x have nine digits behind the country code, others eight. It may come
 * without its `+`, or with the zero of its national form. https://www.itu.int/oth/T0202000069/en
 */
const NATIONAL = /^(?:\+?9720?|0)([57]\d{8}|[23489]\d{7})$/;
/** A service in Israel has no zero before it: `+9721700700700`. */
const SERVICE = /^\+?972(1\d{3,9})$/;
/** Any other digits behind Israel's code are too few or too many. */
const ISRAELI = /^\+972(?:[57]\d{8}|[23489]\d{7}|1\d{3,9})$/;
const COUNTRY_CODE = '+972';
/** Invisible marks, such as those of the writing direction. */
const UNSEEN = /\p{Cf}/gu;
/** A zero that is only dialled within the country: `+44 (0)20 7946 0958`. */
const INLAND_ZERO = /^(\+\d{1,3})[\s\p{Pd}]*\(0\)/u;
/** A port of an exchange, or a device of WhatsApp. */
const PORT = /:\d+$/;

/**
 * Returns the E.164 number in an address; undefined if it holds none. It takes `sip:`, `tel:` and `whatsapp:` URIs,
 * national forms such as `050-7321946` and `00972…`, and `+9720…`, which some exchanges send.
 */
export function toPhoneNumber(address: string): string | undefined {
  const user = address
    .replace(UNSEEN, '')
    .trim()
    .replace(SCHEME, '')
    .replace(/[@;].*$/s, '')
    .replace(PORT, '')
    .replace(/^%2B/i, '+');
  const number = currentForm(
    user
      .replace(INLAND_ZERO, '$1')
      .replace(/[\s().\p{Pd}]/gu, '')
      .replace(/^00/, '+')
      .replace(NATIONAL, '+972$1')
      .replace(SERVICE, '+972$1'),
  );
  if (!E164.test(number)) return undefined;
  return number.startsWith(COUNTRY_CODE) && !ISRAELI.test(number) ? undefined : number;
}

/**
 * Returns whether a number is that of a service. In Israel these begin with 1, such as 1-700 and 1-800. They belong to
 * businesses, whose people all call under one number. https://www.itu.int/oth/T0202000069/en
 */
export function isServiceNumber(number: string): boolean {
  return number.startsWith('+9721');
}

/**
 * Returns a mobile number in the form that phones have today. WhatsApp keeps two older ones: Mexico's 1 after the
 * country code, and Brazil's mobiles without the ninth digit. https://www.twilio.com/docs/whatsapp/faq
 */
function currentForm(number: string): string {
  return number
    .replace(/^\+521(\d{10})$/, '+52$1')
    .replace(/^\+55(\d{2})([6-9]\d{7})$/, '+55$19$2');
}
