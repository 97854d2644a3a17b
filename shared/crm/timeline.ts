import type { CallLog } from '#shared/domain/calls/call-log.ts';
import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import { toRecordingName, turnIdOf } from '#shared/domain/calls/recording-name.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { Consent } from '#shared/domain/office/consent.ts';
import type { Task } from '#shared/domain/office/task.ts';
import type { Viewing } from '#shared/domain/office/viewing.ts';
import type { HeldFile } from '#shared/ports/erasure.ts';
import type { Dossier } from './dossier.ts';

/** A past or planned event between a contact and the office. */
export type TimelineEntry = { readonly at: number } & (
  | { readonly kind: 'call'; readonly call: CallLog }
  | { readonly kind: 'turn'; readonly turn: CallTurn }
  | { readonly kind: 'recording'; readonly callSid: string; readonly file: HeldFile }
  | { readonly kind: 'message'; readonly message: Interaction }
  | { readonly kind: 'viewing'; readonly viewing: Viewing }
  | { readonly kind: 'task'; readonly task: Task }
  | { readonly kind: 'consent' | 'withdrawal'; readonly consent: Consent }
);

/** The order of entries at the same moment: a call before its parts. */
const order = ['call', 'recording', 'turn', 'message', 'consent', 'withdrawal', 'task', 'viewing'];

/** Returns a dossier as entries in the order of time. */
export function toTimeline(dossier: Dossier): TimelineEntry[] {
  const { lead, calls, turns, interactions, viewings, tasks } = dossier;
  const entries: TimelineEntry[] = [
    ...calls.map((call) => ({ kind: 'call', at: call.created_at, call }) as const),
    ...turns.map((turn) => ({ kind: 'turn', at: turn.started_at, turn }) as const),
    ...recordings(dossier),
    // Phone conversations are already there as turns.
    ...interactions
      .filter(({ channel }) => channel !== 'phone')
      .map((message) => ({ kind: 'message', at: message.created_at, message }) as const),
    ...tasks.map((task) => ({ kind: 'task', at: task.due_at, task }) as const),
    ...(lead?.consents ?? []).flatMap(consentEntries),
    ...viewings.map((viewing) => ({ kind: 'viewing', at: viewing.at, viewing }) as const),
  ];
  return entries.sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Returns when a contact agreed, and when they took it back. */
function consentEntries(consent: Consent): TimelineEntry[] {
  const { at, withdrawn_at: withdrawnAt } = consent;
  return [
    { kind: 'consent', at, consent },
    ...(withdrawnAt === undefined
      ? []
      : [{ kind: 'withdrawal', at: withdrawnAt, consent } as const]),
  ];
}

/** Dates a recording by the turn of its words, or else by its arrival. */
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
