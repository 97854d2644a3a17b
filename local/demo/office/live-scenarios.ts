import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CallingWorld } from '#local/control/ordered-call.ts';
import { placeIn } from '#local/conversations/call-placement.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { runConversation } from '#local/conversations/conversation-run.ts';
import { waitUntil } from '#local/polling.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { messagesTo } from '#local/scenario/staff-phones.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { readableNumber } from '#shared/domain/office/dictated-number.ts';
import { type OfficeOutcome, type OfficeScenario, problemsOf, TOLD_WITHIN_MS } from './scenario.ts';

/** Something that happens to a contact; resolves at its end. */
type Happening = (world: CallingWorld, contact: string) => Promise<void>;

/** A happening, with the message that the office must get once. */
type Live = { readonly name: string; readonly happens: Happening; readonly tells: RegExp };

/** A second message about the same thing would have come by then: two sweeps, and a breath. */
const NOTHING_TWICE_MS = 12_000;
const VOICEMAIL = 'שלום, מדבר דוד כהן, אני מחפש דירה להשכרה בתל אביב';

const live: readonly Live[] = [
  { name: 'owner-calls', happens: hasConversation('owner-who-sells'), tells: /בעל נכס חדש/ },
  { name: 'viewing-booked', happens: hasConversation('search-and-book'), tells: /נקבע ביקור/ },
  { name: 'viewing-cancelled', happens: hasConversation('viewing-cancelled'), tells: /בוטל ביקור/ },
  { name: 'voicemail-left', happens: leaveVoicemail, tells: /הודעה קולית/ },
  {
    name: 'hand-over-missed',
    happens: hasConversation('transfer-unanswered'),
    tells: /העברה שלא נענתה/,
  },
  { name: 'callback-promised', happens: hasConversation('callback'), tells: /לחזור ללקוח/ },
  { name: 'leak', happens: hasConversation('leak-in-a-managed-flat'), tells: /דחוף: תקלה/ },
  { name: 'chat-wants-person', happens: writeForPerson, tells: /לקוח מחכה בוואטסאפ/ },
];

/** Returns what happens in opening hours in a world whose people are at their phones. */
export function liveScenarios(world: CallingWorld): OfficeScenario[] {
  return live.map(({ name, ...one }) => ({ name, play: () => play(world, one) }));
}

/** Returns the scenario of a phone at which WhatsApp refuses templates: its person gets a mail. */
export function refusedTemplate(world: CallingWorld): OfficeScenario {
  return {
    name: 'template-refused-mail-instead',
    async play() {
      const phones = samplePeople.map(({ phone }) => world.exchange.whatsApp.customer(phone));
      for (const phone of phones) phone.behave({ refusal: 63016 });
      try {
        const tells = /לקוח מחכה בוואטסאפ/;
        const outcome = await play(world, { happens: writeForPerson, tells });
        const isMailed = outcome.messages.every(({ way }) => way === 'email');
        const problems = isMailed ? [] : ['a message that WhatsApp refused reached a phone'];
        return { ...outcome, problems: [...outcome.problems, ...problems] };
      } finally {
        for (const phone of phones) phone.behave({ refusal: undefined });
      }
    },
  };
}

async function play(
  world: CallingWorld,
  { happens, tells }: Omit<Live, 'name'>,
): Promise<OfficeOutcome> {
  const contact = `+97250000${randomInt(1_000, 10_000)}`;
  const startedAt = Date.now();
  await happens(world, contact);
  const endedAt = Date.now();
  const ofContact = () =>
    messagesTo(samplePeople, world, startedAt).filter(
      ({ text }) => text.includes(contact) || text.includes(readableNumber(contact)),
    );
  await waitUntil(
    async () => ofContact(),
    (found) => found.some(({ text }) => tells.test(text)),
    TOLD_WITHIN_MS,
  );
  await sleep(NOTHING_TWICE_MS);
  const messages = ofContact();
  const first = messages.find(({ text }) => tells.test(text));
  const toldAfterMs = first && Math.max(0, first.at - endedAt);
  return {
    problems: problemsOf(messages, [tells], toldAfterMs),
    told_after_ms: toldAfterMs,
    messages,
  };
}

function hasConversation(name: string): Happening {
  return async (world, contact) => {
    const found = readConversations(OWN_CONVERSATIONS).find((one) => one.name === name);
    if (!found) throw new Error(`There is no conversation ${name}.`);
    await runConversation(placeIn(world), found, { from: contact, keepsViewings: true });
  };
}

/** Calls while no stream can be opened, and leaves a voicemail. */
async function leaveVoicemail(world: CallingWorld, contact: string): Promise<void> {
  const trouble = { stream: { fault: 'refused', status: 503 } } as const;
  const steps = [{ untilBeep: true }, { say: VOICEMAIL }] as const;
  await placeScriptedCall(world, { from: contact, steps, trouble }).ended;
}

/** Asks for a person on WhatsApp. */
export async function writeForPerson({ exchange }: CallingWorld, contact: string): Promise<void> {
  const text = 'שלום, אני רוצה לדבר עם בן אדם מהמשרד';
  await exchange.whatsApp.customer(contact).write({ text }).posted;
}
