import jsTokens, { type Token } from 'js-tokens';

/** A string of a source file, as prose: what it takes in from the code counts as one word. */
export type SaidText = { readonly line: number; readonly text: string };

/** The fewest words that make a sentence of a string: shorter ones are names, keys and codes. */
const MIN_WORDS = 3;
/** A template of code, or of patterns: one of its lines ends with a brace. */
const CODE = /[{}]\??\n/;
/** A list of words, which has neither capitals nor stops. */
const WORD_LIST = /^[^A-Z.,;:!?]+$/;
/** Stands for what a template takes in. */
const INSERTED = '`x`';

/** Reads the strings of a TypeScript file that hold words; strings joined by a plus are one. */
export function saidTextsOf(source: string): SaidText[] {
  const texts: { line: number; text: string }[] = [];
  let line = 1;
  let joins = false;
  const open: { line: number; text: string }[] = [];
  for (const token of jsTokens(source) as Iterable<Token>) {
    const { type, value } = token;
    const add = (text: string, begun = line) => {
      const above = texts.at(-1);
      if (joins && above) above.text += text;
      else texts.push({ line: begun, text });
      joins = false;
    };
    if (type === 'TemplateHead') open.push({ line, text: value.slice(1, -2) });
    else if (type === 'TemplateMiddle') {
      const template = open.at(-1);
      if (template) template.text += INSERTED + value.slice(1, -2);
    } else if (type === 'TemplateTail') {
      const template = open.pop();
      const tail = INSERTED + value.slice(1, -1);
      if (template && open.length === 0) add(template.text + tail, template.line);
    } else if (open.length === 0) {
      if (type === 'StringLiteral' || type === 'NoSubstitutionTemplate') add(value.slice(1, -1));
      else if (value === '+') joins = true;
      else if (!/^(WhiteSpace|LineTerminatorSequence|.*Comment)$/.test(type)) joins = false;
    }
    line += value.split('\n').length - 1;
  }
  return texts.filter(
    ({ text }) => wordsOf(text) >= MIN_WORDS && !CODE.test(text) && !WORD_LIST.test(text),
  );
}

function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => /^[("“]?[A-Za-z][A-Za-z’'-]*[.,;:!?)”"]*$/.test(word))
    .length;
}
