import { type Output, progress } from '@agent-locator/command-line/output.ts';
import { placeIn } from '#local/conversations/call-placement.ts';
import { OWN_CONVERSATIONS, readConversations } from '#local/conversations/conversation-files.ts';
import { runConversation } from '#local/conversations/conversation-run.ts';
import { waitUntil } from '#local/polling.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld } from '#local/world/settings.ts';
import type { World } from '#local/world/world.ts';
import { openWorld } from '#local/world/world.ts';

/** A call or a chat after which the office must be told. */
type OfficeScenario = {
  readonly name: string;
  /** The scripted conversation of the caller. */
  readonly conversation: string;
  /** The words of the message to the office. */
  readonly tells: RegExp;
  /** Longer where the office is to be told of it. */
  readonly within?: number;
};

/** A message that a person of the office got. */
type StaffMessage = {
  readonly to: string;
  readonly way: 'whatsapp' | 'email';
  readonly text: string;
  readonly at: number;
};

/** The outcome of one scenario. */
export type OfficeResult = {
  readonly name: string;
  readonly ok: boolean;
  /** From the end of the call to the first message. */
  readonly told_after_ms: number | undefined;
  readonly messages: readonly StaffMessage[];
};

/** From the end of a call to the message handed to Twilio or SES, in opening hours. */
const TOLD_WITHIN_MS = 60_000;
/** Phones of the office on the local exchange. */
const OFFICE_NUMBER = '+97233000002';

const scenarios: readonly OfficeScenario[] = [
  { name: 'owner-calls', conversation: 'owner-who-sells', tells: /בעל נכס חדש/ },
  { name: 'viewing-booked', conversation: 'search-and-book', tells: /נקבע ביקור|ביקור/ },
  { name: 'hand-over-missed', conversation: 'transfer-unanswered', tells: /העברה שלא נענתה/ },
  { name: 'callback-promised', conversation: 'callback', tells: /לחזור ללקוח/ },
  { name: 'leak', conversation: 'leak-in-a-managed-flat', tells: /דחוף: תקלה/ },
];

/** Has callers call an office with people, and checks that the office is told in time; returns whether it was. */
export async function demonstrateOffice({ print, result }: Output): Promise<boolean> {
  print('Opening the world …');
  const settings = { ...closedWorld(), people: samplePeople, product: { OFFICE_NUMBER } };
  await using world = await openWorld({ settings });
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  const conversations = readConversations(OWN_CONVERSATIONS);
  const place = placeIn({ ...world, exchange });
  const results: OfficeResult[] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const conversation = conversations.find(({ name }) => name === scenario.conversation);
    if (!conversation) throw new Error(`There is no conversation ${scenario.conversation}.`);
    const startedAt = Date.now();
    await runConversation(place, conversation, { keepsViewings: true });
    const endedAt = Date.now();
    const messages = await waitUntil(
      async () => messagesSince(world, startedAt).filter(({ text }) => scenario.tells.test(text)),
      (found) => found.length > 0,
      scenario.within ?? TOLD_WITHIN_MS,
    );
    const [first] = messages;
    const told = first && Math.max(0, first.at - endedAt);
    const ok = told !== undefined && told <= TOLD_WITHIN_MS;
    results.push({ name: scenario.name, ok, told_after_ms: told, messages });
    print(`${progress(index + 1, scenarios.length)}  ${ok ? '✓' : '✗'} ${scenario.name}`);
    for (const { to, way, text } of messages) print(`      ${way} ${to}: ${text}`);
  }
  result({ scenarios: results });
  return results.every(({ ok }) => ok);
}

/** Returns what the office's people got since a moment, on their phones and by mail. */
function messagesSince({ exchange, ses }: World, since: number): StaffMessage[] {
  const written = samplePeople.flatMap(({ name, phone }) =>
    (exchange?.whatsApp.customer(phone).conversation() ?? [])
      .filter(({ direction }) => direction !== 'inbound')
      .map(({ body, createdAt }) => ({
        to: name,
        way: 'whatsapp' as const,
        text: body,
        at: createdAt,
      })),
  );
  const mailed = ses.mails.map(({ to, at, content }) => ({
    to: to.join(', '),
    way: 'email' as const,
    text: content.subject ?? '',
    at,
  }));
  return [...written, ...mailed].filter(({ at }) => at >= since).toSorted((a, b) => a.at - b.at);
}
