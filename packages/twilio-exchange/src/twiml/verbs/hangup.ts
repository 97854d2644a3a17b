import { hangUp, type Verb } from './verb.ts';

/** `<Hangup>`: ends the call. */
export const hangup: Verb = async () => hangUp;
