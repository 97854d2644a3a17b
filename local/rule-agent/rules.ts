import type { Answer } from '#local/openai/reply-events.ts';
import type { Asked } from '#local/openai/reply-request.ts';
import { answerWithTools } from './agent.ts';
import { answerWithoutTools } from './agent-without-tools.ts';
import { cardByRule } from './call-card.ts';
import { situationOf } from './situation.ts';

/** Answers a request by rule, from the request alone. */
export function answerTo(asked: Asked): Answer {
  if (asked.form === 'call_card') return { say: cardByRule(asked.dialogue[0]?.text ?? '') };
  const hasTools = asked.offered.size > 0 || asked.used.length > 0;
  if (!hasTools) return { say: answerWithoutTools(asked.dialogue) };
  return answerWithTools(situationOf(asked));
}
