import { answerTo } from '#local/rule-agent/rules.ts';
import { toBriefing } from '#shared/agent/briefing.ts';
import { toToolNote } from '#shared/agent/dialogue/tool-notes.ts';
import { createToolbox } from '#shared/agent/toolbox.ts';
import type { Line } from '#shared/domain/calls/dialogue.ts';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import { type CrmStore, NOW } from '../crm/crm-store.ts';
import { officeOf } from '../office/office-of.ts';

/** A contact's side of a dialogue: their number, the moment, and their channel. */
export type Talker = {
  readonly contact: string;
  readonly now?: number;
  readonly channel?: 'phone' | 'whatsapp';
};

const MOST_USES = 4;
let turns = 0;

/** Talks to the stand-in brain with the product's toolbox; returns the agent's answers and the notes on its tools. */
export async function talkTo(crm: CrmStore, talker: Talker, said: readonly string[]) {
  const { contact, now = NOW, channel = 'phone' } = talker;
  const dialogue: Line[] = [];
  const notes: string[] = [];
  for (const text of said) {
    dialogue.push({ speaker: 'caller', text });
    const box = createToolbox(
      { ...crm, office: officeOf(), now: () => now },
      {
        channel,
        contact: async () => contact,
        id: `CA${'0'.repeat(32)}-001-${1_000 + turns++}`,
        holdsCall: async () => true,
        end: channel === 'phone' ? () => {} : undefined,
        officeAnswers: true,
      },
    );
    const viewings = await crm.viewings.ofContact(contact, now);
    const briefing = `${toBriefing(now, { viewings }, defaultSettings)}\n${notes.join('\n')}`;
    const used: { name: string; arguments: string; result: string }[] = [];
    const answers: string[] = [];
    for (let uses = 0; uses < MOST_USES; uses += 1) {
      const offered = new Set(box.tools.map(({ name }) => name));
      const { say, call } = answerTo({ dialogue, briefing, offered, used } as never);
      if (say) answers.push(say);
      if (!call) break;
      const result = await box.use(call, AbortSignal.timeout(5_000));
      notes.push(toToolNote(call, result));
      used.push({ ...call, result });
    }
    dialogue.push({ speaker: 'agent', text: answers.join(' ') });
  }
  const answers = dialogue.flatMap(({ speaker, text }) => (speaker === 'agent' ? [text] : []));
  return { answers, notes };
}
