import jsTokens from 'js-tokens';

/** A member of an interface: its name, its docstring, and its type without parameters and bodies. */
export type InterfaceMember = {
  readonly name: string;
  readonly docstring: string;
  readonly type: string;
};

/** Reads the members of every interface of a TypeScript file, as the formatter writes them: each ends with a semicolon. */
export function membersOf(source: string): InterfaceMember[] {
  const members: InterfaceMember[] = [];
  let owner: string | undefined;
  let words: string[] = [];
  let docstring = '';
  let depth = 0;
  for (const { type, value } of jsTokens(source)) {
    if (type === 'WhiteSpace' || type === 'LineTerminatorSequence') continue;
    const isMember = owner !== undefined && depth === 1;
    if (/^[)}\]]$/.test(value)) depth -= 1;
    if (depth === 0) {
      if (value === '}') owner = undefined;
      else if (words.at(-1) === 'interface') owner = value;
      words = value === '{' ? [] : [value];
    } else if (isMember && value === ';') {
      const [name = '', ...rest] = words.splice(0).filter((word) => word !== 'readonly');
      members.push({ name: `${owner}.${name}`, docstring, type: rest.join(' ') });
      docstring = '';
    } else if (isMember && value.startsWith('/**')) docstring = value;
    else if (isMember) words.push(value);
    if (/^[({[]$/.test(value)) depth += 1;
  }
  return members;
}
