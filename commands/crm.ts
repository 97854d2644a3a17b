import { createInterface } from 'node:readline/promises';
import { terminal } from '@agent-locator/command-line/terminal.ts';
import { processEnvironment } from '#shared/config/environment.ts';
import { readDossier } from '#shared/crm/dossier.ts';
import { erase } from '#shared/crm/erase.ts';
import { exportContact } from '#shared/crm/export.ts';
import { toTimeline } from '#shared/crm/timeline.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import { printCall, printCalls } from './crm/calls-view.ts';
import { type CrmDesk, openCrmDesk } from './crm/crm-desk.ts';
import { type CrmOptions, readCrmOptions } from './crm/crm-options.ts';
import { byUrgency, printLeads } from './crm/leads-view.ts';
import { printTimeline } from './crm/timeline-view.ts';

const HELP = `Usage: npm run crm -- calls [--days 7] | leads [options]
       npm run crm -- call CA… [options]
       npm run crm -- timeline | called | export | erase +972… [options]

Shows the office what it holds on its customers, hands it out and erases it. It speaks to the world
that runs in another terminal (npm start), and to AWS where none runs.

  calls       the calls of the last days, the newest first
  call        one call: every turn with what was said and how long each step took
  leads       who they are and what they want; first of all who waits for a call
  timeline    everything between a contact and the office, in its order: calls, turns,
              recordings, messages, viewings
  called      somebody of the office called a contact who waited for it
  export      everything that is held on a contact, as one JSON document
  erase       erases it: every table, recordings and media, what is put off, and Twilio's
              recordings and messages. What stays is a mark on each CallSid, so that nothing is
              brought back from Twilio's list of calls, which Twilio itself keeps. It can be
              asked again and goes on where it stopped.

  --days 7        how many days of calls
  --files         export: the recordings and media too, in base64
  --yes           erase: without asking
  --json          one JSON document on stdout, everything else on stderr
  --aws           AWS, even while a world runs here
  --state folder  where the world has left its state (.local)
  --help          this text

Environment on AWS: the SDK's own (AWS_REGION, AWS_PROFILE, …); RECORDINGS_BUCKET and SCHEDULE_GROUP
for timeline, export and erase; TWILIO_ACCOUNT_SID, and TWILIO_AUTH_TOKEN or SECRETS_ARN, for erase.
Exit code: 0 when all is well, 1 when there is no such call, nobody waits for one, nothing was erased
or a vendor failed, 2 for a wrong option.`;

const DAY_MS = 24 * 3_600_000;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const options = readCrmOptions(process.argv.slice(2));
    if (options === 'help') {
      terminal.out(HELP);
      return 0;
    }
    using desk = await openCrmDesk(options, processEnvironment());
    (options.json || options.command === 'export' ? terminal.err : terminal.out)(
      `CRM of ${desk.name}`,
    );
    return (await serve(desk, options)) ? 0 : 1;
  } catch (error) {
    terminal.err(explain(error));
    return error instanceof InvalidInput ? 2 : 1;
  }
}

/** Does what was asked for; false where there is nothing to do it with. */
async function serve(desk: CrmDesk, options: CrmOptions): Promise<boolean> {
  const show = <Shown>(shown: Shown, print: (shown: Shown) => void) => {
    if (options.json) terminal.out(JSON.stringify(shown, null, 2));
    else print(shown);
  };
  const now = Date.now();
  switch (options.command) {
    case 'calls':
      show(await callsOf(desk, options.days, now), (calls) => printCalls(terminal.out, calls));
      return true;
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
      show({ call, turns }, () => printCall(terminal.out, call, turns));
      return true;
    }
    case 'leads': {
      const leads = (await desk.crm.leads()).sort(byUrgency);
      show(leads, () => printLeads(terminal.out, leads, now));
      return true;
    }
    case 'timeline': {
      const timeline = toTimeline(await readDossier(desk, options.contact));
      show(timeline, () => printTimeline(terminal.out, timeline));
      return true;
    }
    case 'called': {
      const called = await desk.leads.calledBack(options.contact, now);
      show({ called }, () => terminal.out(called ? 'Noted.' : 'Nobody waits for a call there.'));
      return called;
    }
    case 'export': {
      const { contact, withFiles } = options;
      const document = await exportContact(desk, contact, { withFiles, at: now });
      terminal.out(JSON.stringify(document, null, 2));
      return true;
    }
    case 'erase':
      return eraseContact(desk, options, now);
  }
}

async function callsOf(desk: CrmDesk, days: number, now: number) {
  // From noon to noon, a day of 23 or 25 hours is neither missed nor read twice.
  const noon = Date.parse(`${officeDay(now)}T12:00Z`);
  const wanted = Array.from({ length: days }, (_, ago) => officeDay(noon - ago * DAY_MS));
  const read = [];
  for (const day of wanted) read.push(...(await desk.crm.callsOfDay(day)));
  return read;
}

async function eraseContact(
  desk: CrmDesk,
  { contact, isConfirmed, json }: CrmOptions & { command: 'erase' },
  now: number,
): Promise<boolean> {
  const copies = await desk.copies();
  if (!isConfirmed && !(await confirm(desk, contact))) {
    terminal.err('Nothing was erased.');
    return false;
  }
  const erased = await erase(parts(desk, copies), contact, now);
  if (erased === 'on-the-phone') {
    terminal.err(`${contact} is on the phone. Nothing was erased: ask again after the call.`);
    return false;
  }
  if (json) terminal.out(JSON.stringify({ erased }, null, 2));
  else terminal.out(`Erased: ${inWords(erased)}`);
  return true;
}

function parts(desk: CrmDesk, copies: Awaited<ReturnType<CrmDesk['copies']>>) {
  const { crm, calls, turns, watches, leads, files, schedules } = desk;
  return { crm, calls, turns, watches, leads, files, schedules, copies };
}

/** Asks on stderr: stdout is kept for what comes of it. */
async function confirm(desk: CrmDesk, contact: string): Promise<boolean> {
  const { calls, turns, interactions, viewings, files } = await readDossier(desk, contact);
  const held = { calls, turns, interactions, viewings, files };
  const counts = Object.entries(held).map(([what, items]) => [what, items.length] as const);
  terminal.err(`Held on ${contact}: ${inWords(Object.fromEntries(counts))}`);
  const ahead = viewings.filter(({ status, at }) => status === 'booked' && at > Date.now());
  if (ahead.length > 0) terminal.err(`Viewings that are called off by this: ${ahead.length}`);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const isAnswered = reader.question('Erase it for good? Type the number again: ');
    const isOver = new Promise<string>((resolve) => reader.once('close', () => resolve('')));
    return (await Promise.race([isAnswered, isOver])).trim() === contact;
  } finally {
    reader.close();
  }
}

function inWords(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([what, count]) => `${what.replaceAll('_', ' ')} ${count}`)
    .join(', ');
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // What went wrong with a vendor is in the vendor's own words.
  const { cause } = error instanceof VendorFailed ? error : {};
  const text = cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
  if (!/Region is missing|credentials/i.test(text)) return text;
  return `${text}\nNo world runs here (npm start), and AWS is not configured: set AWS_REGION and credentials.`;
}
