import { type Output, openOutput } from '@agent-locator/command-line/output.ts';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { readDossier } from '#shared/crm/dossier.ts';
import { exportContact } from '#shared/crm/export.ts';
import { toTimeline } from '#shared/crm/timeline.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { InvalidInput } from '#shared/errors.ts';
import { printCall, printCalls } from './crm/calls-view.ts';
import { type CrmDesk, openCrmDesk } from './crm/crm-desk.ts';
import { type CrmOptions, readCrmOptions } from './crm/crm-options.ts';
import { eraseContact } from './crm/erasure.ts';
import { joinUser, separateUser } from './crm/joining.ts';
import { printLeads, withTasks } from './crm/leads-view.ts';
import { printTimeline } from './crm/timeline-view.ts';
import { runProductCommand } from './product-command.ts';
import { explainFailure } from './store.ts';

const HELP = `Usage: npm run crm -- calls [--days 7] | leads [options]
       npm run crm -- call CA… [options]
       npm run crm -- migrate-callbacks [options]
       npm run crm -- timeline | export | erase +972… [options]
       npm run crm -- join whatsapp:IL.… +972… | separate whatsapp:IL.…

Shows, exports and erases the office's data on its customers. It works on the local world that
runs in another terminal (npm start), or on AWS where none runs.

  calls       the calls of the last days, newest first
  call        one call: every turn, its words, and how long each step took
  leads       contacts and their wishes; contacts who wait for the office come first
  timeline    every call, turn, recording, message, consent, task and viewing of a contact, in order
  join        joins a WhatsApp user who hides the number to the contact of a number. From now on
              both are one contact. An interrupted join goes on when it is run again.
  separate    ends a join for new messages; earlier ones stay with the number
  export      all data on a contact, as one JSON document
  erase       erases a contact: the rows of every table, recordings and media, scheduled work,
              and Twilio's recordings and messages. A tombstone stays of each call and message, its
              sid and a moment. So no list of Twilio and no repeated webhook brings it back. An
              erasure that was interrupted continues when it is run again.
  migrate-callbacks
              moves callbacks that an earlier version kept in the leads to the tasks of the
              office. It can be stopped at any moment and run again.

  --days 7        calls: how many days
  --files         export: with recordings and media, in base64
  --yes           erase: without asking
  --json          one JSON document on stdout, everything else on stderr
  --log           shows the whole log on stderr, not only warnings and errors in words
  --aws           works on AWS, also while a world runs here
  --state folder  where the world has left its state (.local)
  --help          this text

Environment on AWS: the SDK's own (AWS_REGION, AWS_PROFILE, …). Commands that write take
RETENTION_DAYS, as the deployment has it. RECORDINGS_BUCKET and SCHEDULE_GROUP are for timeline,
export and erase. TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or TWILIO_SECRET_ARN, are for erase.
More in docs/crm.md and docs/privacy.md.
Exit code:
  0  done
  1  the call does not exist, nothing was joined, separated or erased, or a vendor failed
  2  for a wrong option or setting`;

const DAY_MS = 24 * 3_600_000;

process.exitCode = await runProductCommand({
  help: HELP,
  read: readCrmOptions,
  run: serve,
  misuse: [InvalidInput],
  explain: explainFailure,
});

async function serve(options: CrmOptions): Promise<boolean> {
  using desk = await openCrmDesk(options, processEnvironment());
  const output = openOutput(options.json || options.command === 'export');
  output.print(`CRM of ${desk.name}`);
  return answer(desk, options, output);
}

/** Does one sub-command; returns false where its subject does not exist. */
async function answer(desk: CrmDesk, options: CrmOptions, output: Output): Promise<boolean> {
  const now = Date.now();
  switch (options.command) {
    case 'calls': {
      const calls = await callsOf(desk, options.days, now);
      output.result(calls, (print) => printCalls(print, calls));
      return true;
    }
    case 'call': {
      const { callSid } = options;
      const [call, turns] = await Promise.all([
        desk.calls.find(callSid),
        desk.turns.ofCall(callSid),
      ]);
      if (!call) {
        terminal.err(`There is no call ${callSid}.`);
        return false;
      }
      output.result({ call, turns }, (print) => printCall(print, call, turns));
      return true;
    }
    case 'leads': {
      const [known, open, people, settings] = await Promise.all([
        desk.crm.leads(),
        desk.tasks.allOpen(),
        desk.brokers.all(),
        desk.settings(),
      ]);
      const leads = withTasks(known, open, now);
      output.result(leads, (print) =>
        printLeads(print, leads, { people, clock: { now, settings } }),
      );
      return true;
    }
    case 'timeline': {
      const timeline = toTimeline(await readDossier(desk, options.contact));
      output.result(timeline, (print) => printTimeline(print, timeline));
      return true;
    }
    case 'migrate-callbacks': {
      const moved = await desk.migrateCallbacks();
      output.result({ moved }, (print) => print(`Moved ${moved} callbacks to the tasks.`));
      return true;
    }
    case 'join':
      return joinUser(desk, options, output);
    case 'separate':
      return separateUser(desk, options.contact, output);
    case 'export': {
      const { contact, withFiles } = options;
      output.result(await exportContact(desk, contact, { withFiles, at: now }));
      return true;
    }
    case 'erase':
      return eraseContact(desk, options, output);
  }
}

async function callsOf(desk: CrmDesk, days: number, now: number) {
  // Steps of 24 hours from noon neither skip nor repeat a day of 23 or 25 hours.
  const noon = Date.parse(`${officeDay(now)}T12:00Z`);
  const wanted = Array.from({ length: days }, (_, ago) => officeDay(noon - ago * DAY_MS));
  const read = [];
  for (const day of wanted) read.push(...(await desk.crm.callsOfDay(day)));
  return read;
}
