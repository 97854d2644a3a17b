import type { Deployment } from '#commands/deployment/deployment.ts';
import {
  type Account,
  type OwnedNumber,
  twilioNumbers,
} from '#commands/deployment/phone-numbers.ts';
import { NotChecked } from '#commands/deployment/verdict.ts';
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
 * Returns the numbers of the account whose calls come to a deployment.
 * @throws {NotChecked} where the run does not know the account.
 */
export async function numbersOf(deployment: Deployment): Promise<OwnedNumber[]> {
  const voiceUrl = deployment.baseUrl + routes['incoming-call'].path;
  const owned = await twilioNumbers(accountOf(deployment)).owned();
  return owned.filter((number) => number.voiceUrl === voiceUrl);
}
