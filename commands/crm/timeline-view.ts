import { faint, type Print } from '@agent-locator/command-line/terminal.ts';
import { duration, moment, words } from '#commands/display-text.ts';
import { kindInWords } from '#commands/office/tasks-view.ts';
import type { TimelineEntry } from '#shared/crm/timeline.ts';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import type { CallCard } from '#shared/domain/office/call-card.ts';

/** Prints the timeline of a contact, one or two lines an entry. */
export function printTimeline(print: Print, timeline: readonly TimelineEntry[]): void {
  for (const entry of timeline) {
    for (const [what, text] of linesOf(entry)) {
      print(`${moment(entry.at)}  ${what.padEnd(9)} ${text}`.trimEnd());
    }
  }
  print(faint(`${timeline.length} entries`));
}

function linesOf(entry: TimelineEntry): [what: string, text: string][] {
  switch (entry.kind) {
    case 'call': {
      const { call_sid, status, duration_s, erased_at } = entry.call;
      const facts = [call_sid, status, duration(duration_s), erased_at !== undefined && 'erased'];
      return [['call', facts.filter(Boolean).join('  ')], ...sumOf(entry.call.card)];
    }
    case 'turn':
      return spoken(entry.turn.user_text, entry.turn.heard_text ?? entry.turn.reply_text);
    case 'recording':
      return [['recording', `${entry.file.key}  ${Math.ceil(entry.file.bytes / 1_024)} KB`]];
    case 'message': {
      const { text, reply_text, status, media_type } = entry.message as Interaction & {
        readonly media_type?: string;
      };
      const lines = spoken([media_type, text].filter(Boolean).join(' '), reply_text);
      return [...lines, ['whatsapp', faint(status ?? '')], ...sumOf(entry.message.card)];
    }
    case 'viewing': {
      const { listing_id, status, name } = entry.viewing;
      return [['viewing', [listing_id, status, words(name)].filter(Boolean).join('  ')]];
    }
    case 'task': {
      const { task } = entry;
      const state = task.state === 'done' ? `done by ${task.done_by}` : 'open';
      return [['task', [kindInWords(task), state, words(task.words)].filter(Boolean).join('  ')]];
    }
    case 'consent': {
      const { to, channel, source_id, words: said } = entry.consent;
      return [
        ['agreed', [`to ${to}`, channel, source_id, quoted(said)].filter(Boolean).join('  ')],
      ];
    }
    case 'withdrawal': {
      const { to, withdrawn_by } = entry.consent;
      return [['withdrew', [to, withdrawn_by].filter(Boolean).join('  ')]];
    }
  }
}

function sumOf(card: CallCard | undefined): [string, string][] {
  return (card?.lines ?? []).map((line) => ['card', words(line)]);
}

function quoted(said: string | undefined): string {
  return said ? `“${words(said)}”` : '';
}

function spoken(theirs: string | undefined, ours: string | undefined): [string, string][] {
  return [
    ['contact', words(theirs)] as [string, string],
    ['agent', words(ours)] as [string, string],
  ].filter(([, text]) => text);
}
