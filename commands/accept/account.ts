import type { Deployment } from '#commands/deployment/deployment.ts';
import {
  type Account,
  type OwnedNumber,
  twilioNumbers,
} from '#commands/deployment/phone-numbers.ts';
import { Broken, NotChecked } from '#commands/deployment/verdict.ts';
import { routes } from '#shared/routes.ts';

/**
 * Returns the Twilio account behind a deployment.
 * @throws {NotChecked} where the run does not know it.
 */
export function accountOf({ twilio }: Deployment): Account {
  if (twilio) return twilio;
  throw new NotChecked('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not set');
}

/**
 * Returns the numbers of the account whose calls come to a deployment. If the run names a number, returns that one
 * alone, wherever its calls go.
 * @throws {Broken} where the account does not own the named number.
 * @throws {NotChecked} where the run does not know the account.
 */
export async function numbersOf(deployment: Deployment): Promise<OwnedNumber[]> {
  const { baseUrl, phoneNumber: named } = deployment;
  const voiceUrl = baseUrl + routes['incoming-call'].path;
  const owned = await twilioNumbers(accountOf(deployment)).owned();
  if (named === undefined) return owned.filter((number) => number.voiceUrl === voiceUrl);
  const found = owned.filter(({ phoneNumber }) => phoneNumber === named);
  if (found.length === 0) throw new Broken(`the account does not own ${named}`);
  return found;
}
