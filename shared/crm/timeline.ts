import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { toRecordingName, turnIdOf } from '#shared/domain/calls/recording-name.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { HeldFile } from '#shared/ports/office.ts';
import type { Dossier } from './dossier.ts';

/** Something that happened between a contact and the office, or is to happen. */
export type TimelineEntry = { readonly at: number } & (
  | { readonly kind: 'call'; readonly call: CallLog }
  | { readonly kind: 'turn'; readonly turn: CallTurn }
  | { readonly kind: 'recording'; readonly callSid: string; readonly file: HeldFile }
  | { readonly kind: 'message'; readonly message: Interaction }
  | { readonly kind: 'viewing'; readonly viewing: Viewing }
  | { readonly kind: 'callback'; readonly reason: string | undefined }
);

/** Of what happened at the same moment: what the rest belongs to comes first. */
const order = ['call', 'recording', 'turn', 'message', 'callback', 'viewing'];

/** Puts everything that is held on a contact into one order, by its moments. */
export function toTimeline(dossier: Dossier): TimelineEntry[] {
  const { calls, turns, interactions, viewings, lead } = dossier;
  const entries: TimelineEntry[] = [
    ...calls.map((call) => ({ kind: 'call', at: call.created_at, call }) as const),
    ...turns.map((turn) => ({ kind: 'turn', at: turn.started_at, turn }) as const),
    ...recordings(dossier),
    // What was said on the phone stands in the turns.
    ...interactions
      .filter(({ channel }) => channel !== 'phone')
      .map((message) => ({ kind: 'message', at: message.created_at, message }) as const),
    ...viewings.map((viewing) => ({ kind: 'viewing', at: viewing.at, viewing }) as const),
  ];
  if (lead?.callback_at !== undefined) {
    entries.push({ kind: 'callback', at: lead.callback_at, reason: lead.callback_reason });
  }
  return entries.sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** A recording stands where its words were said, and where nobody knows that, when it came. */
function recordings({ files, turns }: Dossier) {
  return files.flatMap((file) => {
    const name = toRecordingName(file.key);
    if (!name) return [];
    const turn = turns.find(
      ({ call_sid, id }) => call_sid === name.callSid && id === turnIdOf(name),
    );
    const at = turn?.started_at ?? file.at;
    return [{ kind: 'recording', at, callSid: name.callSid, file } as const];
  });
}
