/** The ways in which a person of the office is told. */
export type Way = 'whatsapp' | 'email';

/** One message to one person, about one task or several; its id is the idempotency key. */
export type Telling = { readonly id: string; readonly broker: string; readonly way: Way };

/** A message that was sent to a person, or that could not reach them. */
export type Told = Telling & { readonly at: number; readonly isLost?: true | undefined };
