import { numbersOf } from '#commands/accept/account.ts';
import type { Line } from '#commands/accept/check.ts';
import { differencesOf, settingsFor } from '#commands/deployment/number-settings.ts';
import { demandNone, NotChecked } from '#commands/deployment/verdict.ts';

/** The numbers whose calls come here are set for everything else that comes here. */
export const number: Line = {
  name: 'number',
  async check(deployment) {
    const numbers = await numbersOf(deployment);
    if (numbers.length === 0) {
      throw new NotChecked('no number of the account calls this deployment: npm run setup-twilio');
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
