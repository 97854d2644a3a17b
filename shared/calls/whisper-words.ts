import { toSpoken } from '#shared/agent/spoken/spoken-sentence.ts';
import type { HandOver } from '#shared/domain/calls/hand-over.ts';
import { toPlainName } from '#shared/domain/plain-name.ts';

/** A person who picked up listens to a short announcement only. */
const MAX_NAME_CHARS = 40;
const MAX_REASON_CHARS = 100;

/** Returns the words that a person of the office hears before the caller: the name, the matter and the key. */
export function whisperWords({ caller, reason }: Partial<HandOver> = {}): string {
  const name = shortened(caller, MAX_NAME_CHARS);
  const matter = shortened(reason, MAX_REASON_CHARS);
  const from = /^[א-ת]/.test(name) ? `מ${name}` : `מאת ${name}`;
  const call = name ? `שיחה ${from}` : 'לקוח של המשרד מחכה על הקו';
  return toSpoken(`${call}${matter && `, בעניין ${matter}`}. כדי לקבל את השיחה, הקישו אחת.`);
}

/** Returns a text on one line, up to a whole word, without the mark that would end the announcement. */
function shortened(text: string | undefined, maxChars: number): string {
  const line = toPlainName(text ?? '').replace(/[.,;:!?\s]+$/, '');
  return line.length <= maxChars ? line : line.slice(0, maxChars).replace(/\s+\S*$/, '');
}
