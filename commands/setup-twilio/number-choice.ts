import type { OwnedNumber } from '#commands/deployment/phone-numbers.ts';
import { InvalidInput } from '#shared/errors.ts';

/**
 * Returns the named number, or the only one of the account.
 * @throws {InvalidInput} where that is not one number, or another resource answers its calls.
 */
export function chooseNumber(
  owned: readonly OwnedNumber[],
  named: string | undefined,
): OwnedNumber {
  const number = named
    ? owned.find(({ phoneNumber }) => phoneNumber === named)
    : owned.length === 1 && owned[0];
  if (number) return demandOwnUrls(number);
  const [first] = owned;
  if (!first)
    throw new InvalidInput('The account does not own a number: buy one in Twilio’s console.');
  const list = owned.map(({ phoneNumber }) => phoneNumber).join(', ');
  throw new InvalidInput(
    named
      ? `The account does not own ${named}; it owns ${list}.`
      : `The account owns ${list}: choose one, --number ${first.phoneNumber}`,
  );
}

function demandOwnUrls(number: OwnedNumber): OwnedNumber {
  const { phoneNumber, answeredBy } = number;
  if (answeredBy === undefined) return number;
  const kind = answeredBy.startsWith('TK') ? 'trunk' : 'application';
  throw new InvalidInput(
    `The ${kind} ${answeredBy} answers ${phoneNumber}, and Twilio ignores the number’s own URLs: remove it from the number in Twilio’s console.`,
  );
}
