import { hasArrived } from '#local/aws/ses/kept-mail.ts';
import type { World } from '#local/world/world.ts';
import type { Broker } from '#shared/domain/office/broker.ts';

/** A message that a person of the office got. */
export type StaffMessage = {
  readonly to: string;
  readonly way: 'whatsapp' | 'email';
  readonly text: string;
  /** When Twilio or SES took it, in epoch ms. */
  readonly at: number;
};

/** Returns what people got since a moment, on their phones and by mail, the first message first. */
export function messagesTo(
  people: readonly Broker[],
  { exchange, ses }: Pick<World, 'exchange' | 'ses'>,
  since: number,
): StaffMessage[] {
  const written = people.flatMap(({ name, phone }) =>
    (exchange?.whatsApp.customer(phone).conversation() ?? [])
      .filter(({ direction, status }) => direction !== 'inbound' && status !== 'failed')
      .map(({ body, createdAt }) => ({
        to: name,
        way: 'whatsapp' as const,
        text: body,
        at: createdAt,
      })),
  );
  const nameOf = (address: string) => people.find(({ email }) => email === address)?.name;
  const mailed = ses.mails.filter(hasArrived).map(({ to, at, content }) => ({
    to: to.map((address) => nameOf(address) ?? address).join(', '),
    way: 'email' as const,
    text: [content.subject, content.text].filter(Boolean).join('\n'),
    at,
  }));
  return [...written, ...mailed].filter(({ at }) => at >= since).toSorted((a, b) => a.at - b.at);
}
