import { numbersOf } from '#commands/accept/account.ts';
import type { Check } from '#commands/accept/check.ts';
import { differencesOf, settingsFor } from '#commands/deployment/number-settings.ts';
import { demandNone, NotChecked } from '#commands/deployment/verdict.ts';

/** The named number, or each number whose voice URL is this deployment, has its fallback and status URLs too. */
export const number: Check = {
  name: 'number',
  async run(deployment) {
    const numbers = await numbersOf(deployment);
    if (numbers.length === 0) {
      throw new NotChecked(
        'the account has no number that calls this deployment: npm run setup-twilio',
      );
    }
    const wanted = settingsFor(deployment.baseUrl);
    demandNone(
      numbers.flatMap(({ answeredBy, phoneNumber, ...settings }) => [
        answeredBy !== undefined && `${phoneNumber} is answered by ${answeredBy}, not by its URLs`,
        ...differencesOf(settings, wanted).map(
          ({ setting, is }) => `${setting} of ${phoneNumber} is ${is || 'not set'}`,
        ),
      ]),
    );
    return numbers.map(({ phoneNumber }) => phoneNumber).join(', ');
  },
};
