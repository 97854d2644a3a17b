import type { CallCard } from '#shared/domain/office/call-card.ts';

/** Sums a conversation up by rule, from the question about it: the answer as JSON. */
export function cardByRule(question: string): string {
  const [deedsPart = '', talk = ''] = question.split('Conversation:');
  const deeds = deedsPart
    .split('\n')
    .flatMap((line) => (line.startsWith('- ') && line !== '- none' ? [line.slice(2)] : []));
  const said = talk.split('\n').flatMap((line) => /^לקוח: (.+)/.exec(line)?.[1] ?? []);
  const wish = said.find((line) => line.split(' ').length > 2) ?? said[0] ?? '';
  return JSON.stringify({
    lines: [wish || 'לא נאמר דבר', deeds.join('; ') || 'לא סוכם דבר'],
    outcome: outcomeOf(deeds.join(' '), said.join(' ')),
    next_step: deeds[0] ?? '',
    mood: /נמאס|בושה|חוצפה|כועס/.test(said.join(' ')) ? 'upset' : 'neutral',
    promises: [],
  } satisfies Omit<CallCard, 'made_by' | 'at'>);
}

function outcomeOf(deeds: string, said: string): CallCard['outcome'] {
  if (/בעל נכס/.test(deeds)) return 'owner';
  if (/נקבע ביקור/.test(deeds)) return 'viewing';
  if (/לחזור|העברה/.test(deeds)) return 'callback';
  if (deeds && !/בלי בקשה/.test(deeds)) return 'request';
  return /מחפש|דירה/.test(said) ? 'no_match' : 'other';
}
