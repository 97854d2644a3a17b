import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '#local/polling.ts';
import { messagesTo, type StaffMessage } from '#local/scenario/staff-phones.ts';
import type { Broker } from '#shared/domain/office/broker.ts';
import { inject, type OfficeWorld } from './fault-injection.ts';
import { openMatter } from './matter.ts';
import type { OfficeExpectation, OfficeRow } from './row.ts';

/** The result of a row. */
export type OfficeResult = {
  readonly row: OfficeRow;
  readonly ok: boolean;
  /** The promises that were not kept. */
  readonly problems: readonly string[];
  /** The wait until the broker's first message; undefined where none came. */
  readonly toldAfterMs: number | undefined;
  /** The messages of the office. */
  readonly story: readonly string[];
};

/** Two sweeps, and a breath: a second message would have come by then. */
const NOTHING_TWICE_MS = 12_000;

/** Runs a row in a world of its own people, and checks its promises. */
export async function playOfficeRow(
  row: OfficeRow,
  world: OfficeWorld,
  people: readonly Broker[],
): Promise<OfficeResult> {
  const [broker] = people;
  if (!broker) throw new Error('A row needs a broker.');
  const startedAt = Date.now();
  const removals: (() => unknown)[] = [];
  try {
    for (const fault of row.faults) removals.push(await inject(fault, world));
    const channel = row.isCall ? 'phone' : 'whatsapp';
    const matter = await openMatter(world.dynamoDb.endpoint, broker, channel);
    const about = async () =>
      messagesTo(people, world, startedAt).filter(({ text }) => text.includes(matter.word));
    const told = await waitUntil(about, (messages) => messages.length > 0, row.withinMs);
    await sleep(NOTHING_TWICE_MS);
    const messages = await about();
    const toldAfterMs = told[0] && told[0].at - startedAt;
    const wanted = WAYS[row.expectation];
    const problems = [
      ...(toldAfterMs === undefined ? [`nobody was told within ${row.withinMs / 1_000} s`] : []),
      ...(messages.length > 1 ? [`${messages.length} messages tell of it`] : []),
      ...messages.flatMap(({ to, way }) => [
        ...(to === broker.name ? [] : [`${to} was told, not ${broker.name}`]),
        ...(way === wanted ? [] : [`it was told by ${way}`]),
      ]),
      ...(row.expectation === 'with-a-card' && (await matter.card())?.made_by !== 'deeds'
        ? ['the call has no card of its deeds']
        : []),
    ];
    const story = messages.map(inOneLine);
    return { row, ok: problems.length === 0, problems, toldAfterMs, story };
  } finally {
    for (const remove of removals) await remove();
  }
}

const WAYS: Readonly<Record<OfficeExpectation, StaffMessage['way']>> = {
  'on-whatsapp': 'whatsapp',
  'by-mail': 'email',
  'with-a-card': 'whatsapp',
};

function inOneLine({ to, way, text }: StaffMessage): string {
  return `${way} ${to}: ${text.replaceAll('\n', ' ')}`;
}
