/** The ways in which a person of the office is told. */
export type Way = 'whatsapp' | 'email';

/** Returns the ways that a deployment has: WhatsApp by a template, and mails from a sender. */
export function waysOf({
  whatsapp,
  mailFrom,
}: {
  readonly whatsapp: {
    readonly sender: string | undefined;
    readonly staffTemplate: string | undefined;
  };
  readonly mailFrom: string | undefined;
}): Way[] {
  return [
    ...(whatsapp.sender && whatsapp.staffTemplate ? (['whatsapp'] as const) : []),
    ...(mailFrom ? (['email'] as const) : []),
  ];
}

/** One message to one person, about one task or several; its id is the idempotency key. */
export type Telling = { readonly id: string; readonly broker: string; readonly way: Way };

/** A message that was sent to a person, or that could not reach them. */
export type Told = Telling & { readonly at: number; readonly isLost?: true | undefined };

/** The pace of sweeps: `lifeMs` from the first to the last one of an invocation, with a pause between two. */
export type TellingPace = { readonly lifeMs: number; readonly sweepEveryMs: number };

/** The pace in production. A tick comes each minute, and the last sweep leaves the next tick time to start. */
export const TELLING_PACE: TellingPace = { lifeMs: 50_000, sweepEveryMs: 5_000 };
