/** E.164, and at least the digits of the shortest numbers that people have. */
const E164 = /^\+[1-9]\d{7,14}$/;
/** Schemes that carry a number: `sip:+972501234567@pbx.example;user=phone`. https://www.twilio.com/docs/voice/api/sip-interface */
const SCHEME = /^(?:sips?|tel|whatsapp):/i;
/**
 * A number of Israel without its `+`, or with the zero of its national form behind the country code.
 * https://www.itu.int/oth/T0202000069/en
 */
const ISRAELI = /^(?:\+?9720?|0)([1-9]\d{7,8})$/;

/**
 * Returns the E.164 number in an address; undefined if it holds none. It takes `sip:`, `tel:` and `whatsapp:` URIs,
 * national forms such as `050-7321946` and `00972…`, and `+9720…`, which some exchanges send.
 */
export function toPhoneNumber(address: string): string | undefined {
  const user = address
    .trim()
    .replace(SCHEME, '')
    .replace(/[@;].*$/s, '');
  const number = currentForm(
    user
      .replace(/[\s().-]/g, '')
      .replace(/^00/, '+')
      .replace(ISRAELI, '+972$1'),
  );
  return E164.test(number) ? number : undefined;
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
