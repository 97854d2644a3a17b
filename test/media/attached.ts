import type { EventOf } from '#media-service/conversation/events.ts';

/** The first stream of a call, attached at the moment 0. */
export const attached: EventOf<'attached'> = {
  type: 'attached',
  connectedAfter: undefined,
  dialogue: [],
  unheard: '',
  maxCallMs: 3_300_000,
  speculates: true,
  at: 0,
};
