import { toWav } from '@agent-locator/audio/wav.ts';
import type { LineEvent } from 'twilio-exchange/line/line-event.ts';
import { freeViewings } from '#local/scenario/booked-viewings.ts';
import { placeScriptedCall } from '#local/scenario/caller.ts';
import { writeCallerHistory } from '#local/scenario/caller-history.ts';
import { readContact } from '#local/scenario/contact-records.ts';
import type { World } from '#local/world/world.ts';
import { toContact } from '#shared/domain/office/contact.ts';
import { InvalidInput } from '#shared/errors.ts';
import type { CallMessage, CallResult } from './call-message.ts';
import type { CallOrder } from './call-order.ts';
import { readSettledRecords } from './final-records.ts';
import { createStepQueue, type StepQueue } from './step-queue.ts';
import { vendorsOf } from './vendors.ts';

/** The parts of a world that the control server needs. */
export type ControlledWorld = Pick<
  World,
  | 'exchange'
  | 'voice'
  | 'phrasebook'
  | 'prompts'
  | 'crm'
  | 'dynamoDb'
  | 'openai'
  | 'google'
  | 'ses'
  | 'env'
>;
/** A world whose own exchange places calls. */
export type CallingWorld = ControlledWorld & { readonly exchange: NonNullable<World['exchange']> };

/** A call that was ordered through the control server. */
export interface OrderedCall {
  readonly callSid: string;
  readonly add: StepQueue['add'];
  hangUp(): void;
  /** Resolves when the last message about the call was sent; never rejects. */
  readonly told: Promise<void>;
}

/** Writes the caller's history of an order into the CRM. @throws InvalidInput for a withheld number. */
export async function prepareOrderedCall(
  { dynamoDb }: Pick<CallingWorld, 'dynamoDb'>,
  { from, before }: Pick<CallOrder, 'from' | 'before'>,
): Promise<void> {
  if (!before) return;
  const contact = toContact(from);
  if (!contact) throw new InvalidInput('before: a withheld number has no history.');
  await writeCallerHistory(dynamoDb.endpoint, contact, before);
}

/** Places a call and reports its progress; after its script the caller stays on the line for more steps. */
export function placeOrderedCall(
  world: CallingWorld,
  order: CallOrder,
  tell: (message: CallMessage) => void,
): OrderedCall {
  const { from, switches = {}, noiseDbfs, office = {}, hangUpAfterMs, withAudio = false } = order;
  const steps = createStepQueue();
  steps.add(order.steps);
  let hangUpTimer: NodeJS.Timeout | undefined;

  const onEvent = (event: LineEvent) => {
    if (event.type === 'answered' && hangUpAfterMs) {
      hangUpTimer = setTimeout(() => call.hangUp(), hangUpAfterMs);
    }
    if (event.type === 'ended') {
      clearTimeout(hangUpTimer);
      steps.close();
    }
    // Frames come too often to be reported.
    if (event.type !== 'heard') tell({ type: 'event', event });
  };
  const { call, ended } = placeScriptedCall(world, {
    from,
    switches,
    office,
    ...(noiseDbfs !== undefined && { sound: { noise: { dbfs: noiseDbfs } } }),
    steps,
    onLine: (line) => tell({ type: 'line', line }),
    onEvent,
  });
  const { callSid } = call;
  tell({ type: 'placed', callSid });

  const result = async (): Promise<CallResult> => {
    const { report, lines, taken } = await ended;
    const { heard, said, events, ...figures } = report;
    const records = await readSettledRecords(world.crm, report);
    const wav = withAudio && { wav: toWav(said, heard).toString('base64') };
    const known = toContact(from);
    const contact = known && { contact: await readContact(world.dynamoDb.endpoint, known) };
    if (known && order.freesViewings) {
      const others = order.before?.viewings?.flatMap(({ contact: other }) => other ?? []) ?? [];
      await freeViewings(world.dynamoDb.endpoint, new Set([known, ...others]), callSid);
    }
    const vendors = vendorsOf(world);
    return { type: 'result', report: figures, lines, records, ...contact, taken, vendors, ...wav };
  };
  const told = result()
    .then(tell)
    .catch((error: unknown) => {
      call.hangUp();
      tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    });

  return { callSid, add: steps.add, hangUp: call.hangUp, told };
}
