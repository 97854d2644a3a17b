import { type Output, openOutput } from '@agent-locator/command-line/output.ts';
import { dynamoOfficeSettings } from '#shared/adapters/dynamo/office-settings.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import type { SettingsTexts } from '#shared/domain/office/settings-fields.ts';
import { InvalidInput } from '#shared/errors.ts';
import { serveCalendar } from './office/broker-calendar.ts';
import { serveBrokers } from './office/brokers.ts';
import { showMails } from './office/mail.ts';
import { type OfficeOptions, readOfficeOptions } from './office/office-options.ts';
import { hoursInRest } from './office/rest-hours.ts';
import { changeSettings, dateChange } from './office/settings-change.ts';
import {
  allSettings,
  holidayRows,
  printHolidays,
  printSettings,
  printTransition,
} from './office/settings-view.ts';
import { serveTasks } from './office/tasks-command.ts';
import { serveViewings } from './office/viewings.ts';
import { runProductCommand } from './product-command.ts';
import { explainFailure, findStore } from './store.ts';

const HELP = `Usage: npm run office -- show | holidays 2027 [options]
       npm run office -- set friday=09:00-12:00 keeps_shabbat=yes … [options]
       npm run office -- date 2027-08-01 closed|09:00-12:00|usual [name] [options]
       npm run office -- mail | tasks | done 3fa92bc [--by name] [options]
       npm run office -- viewings [--day 2026-12-01] [options]
       npm run office -- viewings cancel <id> [--because …] | move <id> 2026-12-01T10:30 [options]
       npm run office -- brokers list | add --phone 052-1234567 --name name … | remove person [options]
       npm run office -- brokers feed person [--revoke] [options]

Shows and changes the settings of the office (opening hours, holidays, quiet hours, ceilings), its people
and its viewings. It lists what the office owes its customers. It works on the local world that runs in another
terminal (npm start), or on AWS where none runs. The agent knows a change within a minute.

  show        every setting; a star marks what differs from the default
  set         changes settings, and says what changed; name=default puts the default back.
              Nothing is changed if one is wrong
  date        gives one day hours of its own, which go before holidays; usual takes them back
  holidays    the holidays of a year on which the office closes, and the eves on which it closes early
  tasks       what the office owes somebody: the due ones first, of these the urgent ones
  done        marks a task of that list done
  viewings    the booked viewings ahead, or of a day. A command that cancels or moves one tells the contact
              by WhatsApp, where that is possible. Else it says whom to call
  mail        the mails that the office’s people were sent, in a local world
  brokers     the people of the office. A person with the phone of add is changed. It also takes --email,
              --role owner|broker|assistant, --areas "תל אביב, רמת גן" and --deals rent,sale.
              A person who is removed, by phone, name or id, leaves open leads to the others.
              Feed prints a new address of a person’s calendar; the address before is gone

  --by name       done: who did it (office)
  --day day       viewings: of this day
  --because text  viewings cancel: the reason, as the contact reads it
  --revoke        brokers feed: takes the address away
  --json          one JSON document on stdout, everything else on stderr
  --log           shows the whole log on stderr, not only warnings and errors in words
  --aws           works on AWS, also while a world runs here
  --state folder  where the world has left its state (.local)
  --help          this text

Environment on AWS: the SDK's own (AWS_REGION, AWS_PROFILE, …), and RETENTION_DAYS as the deployment has it.
A change of a viewing takes more of its variables, and brokers feed takes CALENDAR_URL. docs/office.md lists them.
Exit code:
  0  done
  1  the store failed, a task is not open, a viewing was not changed, or its contact must be called
  2  for a wrong option or setting`;

process.exitCode = await runProductCommand({
  help: HELP,
  read: readOfficeOptions,
  run: serve,
  misuse: [InvalidInput],
  explain: explainFailure,
});

async function serve(options: OfficeOptions): Promise<boolean> {
  const output = openOutput(options.json);
  if (options.command === 'holidays') {
    const rows = holidayRows(options.year);
    output.result(rows, (print) => printHolidays(print, rows));
    return true;
  }
  if (options.command === 'mail') {
    await showMails(options.stateFolder, output);
    return true;
  }
  const env = processEnvironment();
  using store = await findStore(options, env);
  output.print(`Office of ${store.name}`);
  if (options.command === 'tasks' || options.command === 'done') {
    return serveTasks(store.db, options, output);
  }
  if (options.command === 'viewings') {
    return serveViewings(options.viewings, { store, env, output, now: Date.now() });
  }
  if (options.command === 'brokers') {
    if (options.deed === 'feed') await serveCalendar(store, options, { env, output });
    else await serveBrokers(store.db, options, output);
    return true;
  }
  const settings = dynamoOfficeSettings(store.db);
  if (options.command === 'show') {
    const { texts } = await settings.read();
    output.result(allSettings(texts), (print) => printSettings(print, texts));
    warnOfRest(output, texts);
    return true;
  }
  const changesOf = (texts: SettingsTexts) =>
    options.command === 'set' ? options.changes : [dateChange(texts, options)];
  const transition = await changeSettings(settings, changesOf, Date.now());
  output.result(allSettings(transition.after), (print) => printTransition(print, transition));
  warnOfRest(output, transition.after);
  return true;
}

/** Tells of hours in a rest that the office keeps. */
function warnOfRest({ print }: Output, texts: SettingsTexts): void {
  for (const warning of hoursInRest(texts, Date.now())) print(warning);
}
