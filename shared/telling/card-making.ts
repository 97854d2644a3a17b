import {
  CARD_TOKENS,
  cardInstructions,
  cardQuestion,
  cardSchema,
} from '#shared/agent/card-question.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import {
  type CallCard,
  type CardDeeds,
  cardOfDeeds,
  cardOfModel,
  writtenCard,
} from '#shared/domain/office/call-card.ts';
import { log } from '#shared/log.ts';
import type { Summarizer } from '#shared/ports/cards.ts';
import { survive } from '#shared/survival.ts';

/** The conversations of one sweep: more are summed up by the next one, seconds later. */
export const SWEPT = 20;
/** The limit on the model, of two attempts: a broker is to be told within a minute of the call. */
const MODEL_DEADLINES_MS = [8_000, 8_000];
/** The lease on one conversation: both attempts, and a margin for the store. */
export const LEASE_MS = 30_000;

/** Returns the card of a dialogue. It asks the model twice at most; where it does not answer, the deeds make the card. */
export async function cardOf(
  summarizer: Summarizer,
  dialogue: readonly Line[],
  deeds: CardDeeds,
  clock: () => number,
): Promise<CallCard> {
  const plain = cardOfDeeds(deeds, clock());
  const question = {
    name: 'call_card',
    instructions: cardInstructions,
    text: cardQuestion(dialogue, plain.lines),
    schema: cardSchema,
    maxTokens: CARD_TOKENS,
  };
  for (const deadlineMs of MODEL_DEADLINES_MS) {
    const answer = await survive(
      'card.not-written',
      summarizer.ask(question, AbortSignal.timeout(deadlineMs)),
    );
    const { data } = writtenCard.safeParse(answer);
    if (data) return cardOfModel(data, clock());
  }
  log.count('CardsWithoutModel');
  return plain;
}
