import { type Account, type OwnedNumber, twilioNumbers } from '#local/setup-twilio/numbers.ts';
import { routes } from '#shared/routes.ts';
import type { Deployment } from './deployment.ts';
import { NotChecked } from './verdict.ts';

/** The account behind a deployment; what needs it is not checked without it. */
export function accountOf({ twilio }: Deployment): Account {
  if (twilio) return twilio;
  throw new NotChecked('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not set');
}

/** The account’s numbers whose calls come to a deployment. */
export async function numbersOf(deployment: Deployment): Promise<OwnedNumber[]> {
  const voiceUrl = deployment.baseUrl + routes['incoming-call'].path;
  const owned = await twilioNumbers(accountOf(deployment)).owned();
  return owned.filter((number) => number.voiceUrl === voiceUrl);
}
