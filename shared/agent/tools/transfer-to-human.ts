import { brokerNamed } from '#shared/domain/office/broker-name.ts';
import { isCallable } from '#shared/domain/office/contact.ts';
import { isHandOverTime } from '#shared/domain/office/opening-hours.ts';
import { orNull, text } from './arguments.ts';
import { assignAfterDeed } from './assignment.ts';
import { closure } from './closure.ts';
import { openOrChange } from './task-opening.ts';
import { defineTool, type ToolUse } from './tool.ts';

/** Requests a hand-over to the office; the session hands over after the agent's next sentence. */
export const transferToHuman = defineTool({
  name: 'transfer_to_human',
  description:
    'Put the caller through to a person of the office now. Then say one sentence about it. While the office is closed, a callback is requested instead.',
  // The session writes the call's fate itself, by its own conditional write.
  writes: false,
  accepts: {
    to: orNull(text('The name of the person they ask for, as they said it; null for anybody')),
    reason: orNull(
      text('The matter in a few Hebrew words, as after "בעניין": the person hears it first'),
    ),
  },
  async use(sent, use) {
    const { parts, turn } = use;
    if (!turn.end) return NOBODY_THERE;
    const to = sent.to || undefined;
    const reason = sent.reason || undefined;
    if (!turn.officeAnswers) return await callbackInstead({ to, reason }, use);
    const people = await parts.brokers.active();
    const named = to && people.length > 0 ? brokerNamed(to, people) : ANYBODY;
    if (named.is === 'anybody') {
      const matter = reason ?? (to && `בקשה לדבר עם ${to}`);
      turn.end(matter ? { human: { reason: matter } } : 'human');
      return { transferring: true };
    }
    if (named.is !== 'found') {
      const isUnknown = named.is === 'unknown';
      const names = (isUnknown ? people : named.brokers).map(({ name }) => name);
      const why = isUnknown ? 'no_such_person' : 'several_people';
      return { transferring: false, reason: why, people: names.slice(0, MAX_NAMES) };
    }
    turn.end({ human: { broker_id: named.broker.id, reason } });
    return { transferring: true, to: named.broker.name };
  },
});

const ANYBODY = { is: 'anybody' } as const;
const NOBODY_THERE = { transferring: false, reason: 'nobody_there' };
/** More names than a caller can choose from on the phone. */
const MAX_NAMES = 6;

/** Requests a callback while the office is closed. Without a phone to ring at all, it is left to the caller. */
async function callbackInstead(
  { to, reason }: { readonly to: string | undefined; readonly reason: string | undefined },
  { parts, turn, id }: ToolUse,
): Promise<object> {
  const now = parts.now();
  const settings = await parts.office.settings();
  if (isHandOverTime(settings, now)) return NOBODY_THERE;
  const contact = await turn.contact();
  const closed = { reason: 'closed', ...closure(settings, 'closed', now) };
  if (!contact || !isCallable(contact) || !(await turn.holdsCall())) {
    return { transferring: false, ...closed };
  }
  const words = [`ביקשו לדבר עם ${to ?? 'נציג'}`, reason].filter(Boolean).join(': ');
  await openOrChange(
    { tasks: parts.tasks, turn, useId: id, at: now },
    {
      kind: 'call_back',
      subject: 'hand-over',
      contact,
      due_at: now,
      words,
      ...(to && { asked_for: to }),
    },
  );
  await assignAfterDeed({ parts, turn }, contact);
  return { callback_requested: true, ...closed };
}
