import { inTime } from '#shared/deadlines.ts';
import {
  type CallAllowance,
  callerAllowance,
  type MessageAllowance,
  messageAllowance,
  officeCallAllowance,
  officeMessageAllowance,
} from '#shared/domain/office/ceilings.ts';
import { log } from '#shared/log.ts';
import type { Office } from '#shared/ports/office.ts';
import type { CountedCall, Usage } from '#shared/ports/usage.ts';

/** The counts of a day, and the ceilings of the office. */
type Parts<Counts extends keyof Usage> = {
  readonly usage: Pick<Usage, Counts>;
  readonly office: Pick<Office, 'settings'>;
};

/** A message to count: its contact, its text, and the words to compare with the message before, if any. */
type CountedMessage = {
  readonly contact: string;
  readonly text: string;
  readonly words: string | undefined;
  readonly at: number;
};

/**
 * The limit on all counts of a call. They are three writes in a row at most, so a store with 250 ms a write is in time.
 * The caller hears ringing meanwhile. A ceiling protects from cost, and no caller waits longer for that.
 */
const COUNT_DEADLINE = { name: 'count', ms: 900 };

/**
 * Counts a call, and returns who answers it. The office's day counts only calls that the caller's own ceilings allow,
 * so one caller cannot use it up. Returns undefined if the store is slow or fails: then no ceiling holds.
 */
export function allowanceOfCall(
  { usage, office }: Parts<'callStarted' | 'addToOffice'>,
  call: CountedCall,
): Promise<CallAllowance | undefined> {
  const count = async () => {
    const [{ isAgain, used }, { ceilings }] = await Promise.all([
      usage.callStarted(call),
      office.settings(),
    ]);
    const caller = call.contact === undefined ? 'anonymous' : 'contact';
    const own = callerAllowance(caller, used, ceilings);
    if (own.answer !== 'agent') return own;
    const day = await usage.addToOffice({ calls: isAgain ? 0 : 1 }, call.startedAt);
    return officeCallAllowance(day, ceilings);
  };
  return inBudget(count());
}

/**
 * Adds the length of a call to its caller's day, once. Adds it to the office's only where the agent answered, in two
 * attempts: a repeated callback finds the call counted.
 * @throws VendorFailed
 */
export async function countCallEnd(
  usage: Pick<Usage, 'callEnded' | 'addToOffice'>,
  { isRefused, ...call }: CountedCall & { readonly isRefused: boolean },
  seconds: number,
): Promise<void> {
  const isCounted = await usage.callEnded(call, seconds);
  if (!isCounted || isRefused) return;
  const add = () => usage.addToOffice({ seconds }, call.startedAt);
  await add().catch(add);
}

/** Counts a message at its contact, and returns the verdict of the contact's ceilings. Returns undefined if the store is slow or fails. */
export function contactAllowance(
  { usage, office }: Parts<'messageArrived'>,
  { contact, text, words, at }: CountedMessage,
): Promise<MessageAllowance | undefined> {
  const count = async () => {
    const [used, { ceilings }] = await Promise.all([
      usage.messageArrived(contact, words, at),
      office.settings(),
    ]);
    return messageAllowance(used, text, ceilings);
  };
  return inBudget(count());
}

/** Counts an answer of the agent's towards the office's day, and returns the verdict of its ceiling. Returns undefined if the store is slow or fails. */
export function officeAllowance(
  { usage, office }: Parts<'addToOffice'>,
  at: number,
): Promise<MessageAllowance | undefined> {
  const count = async () => {
    const [day, { ceilings }] = await Promise.all([
      usage.addToOffice({ messages: 1 }, at),
      office.settings(),
    ]);
    return officeMessageAllowance(day, ceilings);
  };
  return inBudget(count());
}

async function inBudget<Allowance>(counting: Promise<Allowance>): Promise<Allowance | undefined> {
  try {
    return await inTime('dynamodb', COUNT_DEADLINE, counting);
  } catch (error) {
    log.error('usage.not-counted', error);
    log.count('CeilingsNotRead');
    return undefined;
  }
}
