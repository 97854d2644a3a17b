import { toDialogue, toTranscript } from '#shared/domain/calls/call-turn.ts';
import type { CallLogs, CallTurns } from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';

type CallTranscriptParts = {
  readonly calls: Pick<CallLogs, 'transcribe'>;
  readonly turns: Pick<CallTurns, 'ofCall'>;
  readonly interactions: Pick<Interactions, 'reply'>;
};

/** Writes a call's transcript, a projection of its turns, to the rows that the office reads; idempotent. */
export async function recordTranscript(
  { calls, turns, interactions }: CallTranscriptParts,
  callSid: string,
): Promise<void> {
  const readAt = Date.now();
  const dialogue = toDialogue(await turns.ofCall(callSid));
  if (dialogue.length === 0) return;
  const saidBy = (speaker: 'caller' | 'agent') =>
    dialogue.flatMap((line) => (line.speaker === speaker ? [line.text] : [])).join('\n');
  await Promise.all([
    calls.transcribe(callSid, toTranscript(dialogue), readAt),
    interactions.reply(
      { channel: 'phone', external_sid: callSid },
      { text: saidBy('caller'), replyText: saidBy('agent'), readAt },
    ),
  ]);
}
