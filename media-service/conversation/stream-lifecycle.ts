import type { ConnectedAfter } from '#shared/domain/calls/call-log.ts';
import type { Effect, EventOf, SaidPhraseName } from './events.ts';
import { newReply } from './reply.ts';
import { answering, type Conversation, listening, SILENCE_MS, type Step } from './state.ts';
import { endStream, sayPhrase } from './transitions.ts';
import { commitTurn } from './turn-commit.ts';

/**
 * How long a call may wait for a pause in which to move. ECS kills a Fargate task two minutes after the stop signal.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
const MOVE_DEADLINE_MS = 30_000;

/**
 * How soon a caller who was moved in a pause is asked whether they are there. A word that they said meanwhile was
 * not heard, so the agent asks sooner than otherwise.
 */
const MOVED_PATIENCE_MS = 4_000;

/** The words after which the agent listens again. An office that was asked for in vain has the task to call. */
const RETURNS = {
  loss: 'reopening',
  dial: 'nobody_answered',
  closed: 'office_closed',
  'no-phone': 'no_human',
} as const satisfies Readonly<Record<Exclude<ConnectedAfter, 'move'>, SaidPhraseName>>;

/**
 * Opens the conversation. A caller who was cut off hears so at once, then the rest of the reply or a new one. A
 * caller who was moved while both sides were silent has lost nothing, and the agent goes on listening.
 */
export function attached(
  state: Conversation,
  { at, dialogue, connectedAfter, unheard, maxCallMs, speculates }: EventOf<'attached'>,
): Step {
  const open = { ...state, dialogue, speculates, endsAt: at + maxCallMs, phase: listening(at) };
  if (!connectedAfter) return [open];
  const isReplyOwed = dialogue.at(-1)?.speaker === 'caller';
  if (!isReplyOwed && !unheard) {
    if (connectedAfter === 'move') {
      return [{ ...open, phase: listening(at + MOVED_PATIENCE_MS - SILENCE_MS) }];
    }
    const phrase = RETURNS[connectedAfter];
    return sayPhrase(open, at, { phrase, afterwards: listening(at) });
  }
  const { nextTurn: turn } = open;
  const reply = { ...newReply({ turn, at, afterwards: listening(at) }), transcribedAt: at };
  const owed: Effect = unheard
    ? { type: 'repeat', turn, text: unheard }
    : { type: 'reply', turn, dialogue };
  return [
    { ...open, nextTurn: turn + 1, phase: { name: 'thinking', reply } },
    { type: 'open-turn', turn, columns: { started_at: at, user_text: '', mode: 'live' } },
    { type: 'fill', turn, phrase: 'cut_off' },
    owed,
  ];
}

/** Moves the call to another task, now or at its next pause. */
export function taskStopping(state: Conversation, { at }: EventOf<'task-stopping'>): Step {
  const stopping = { ...state, movesBy: at + MOVE_DEADLINE_MS };
  return moveIfDue(stopping, at) ?? [stopping];
}

/**
 * Moves a call whose task stops once both sides are quiet; undefined while it need not or cannot move.
 * Past the deadline it moves as soon as the caller's words are recorded.
 */
export function moveIfDue(state: Conversation, at: number): Step | undefined {
  const { phase, keys, movesBy } = state;
  if (movesBy === undefined || keys) return undefined;
  if (phase.name === 'listening') return move(state, at);
  if (at < movesBy) return undefined;
  if (phase.name === 'hearing') return [state, { type: 'cut-utterance' }];
  if (phase.name === 'waiting') return commitTurn(state, at, { isOver: true });
  const isTranscribed = phase.name !== 'thinking' || phase.reply.transcribedAt !== undefined;
  return isTranscribed ? move(state, at) : undefined;
}

/** Closes the stream: the caller is gone or cannot be heard, and the recorded prompt reaches them another way. */
export function framesStopped(state: Conversation, { at }: EventOf<'frames-stopped'>): Step {
  const afterwards = answering(state)?.reply.afterwards;
  const intent = afterwards?.name === 'close' ? afterwards.intent : 'fallback';
  return endStream(state, at, { type: 'close', intent });
}

/** Ends the conversation: the stream is over. */
export function streamStopped(state: Conversation, { at }: EventOf<'stream-stopped'>): Step {
  return endStream(state, at);
}

function move(state: Conversation, at: number): Step {
  return endStream(state, at, { type: 'close', intent: 'moved' });
}
