import { toPhoneNumber } from '#shared/domain/office/phone-number.ts';
import { placeName, type Wrong } from './cell.ts';

/** A name is spoken in one breath. */
const NAME_CHARACTERS = 100;
/** A mobile number, or one of 07x, whose first zero Excel drops. */
const WITHOUT_ZERO = /^[57]\d{8}$/;

const readName = placeName(NAME_CHARACTERS);

/** Reads a cell with a broker's phone as written, with plain hyphens and the zero that Excel drops. */
export function brokerPhoneCell(text: string): string | Wrong {
  const plain = text.replace(/\p{Pd}/gu, '-');
  const digits = plain.replace(/[\s.()-]/g, '');
  return readName(WITHOUT_ZERO.test(digits) ? `0${plain.replace(/^\(/, '')}` : plain);
}

/** Returns the broker of a row: by the phone, which is one person's alone, or else by the name. */
export function brokerOf({
  broker,
  broker_phone: phone,
}: {
  readonly broker?: string | undefined;
  readonly broker_phone?: string | undefined;
}): string | undefined {
  return phone !== undefined && toPhoneNumber(phone) ? phone : (broker ?? phone);
}
