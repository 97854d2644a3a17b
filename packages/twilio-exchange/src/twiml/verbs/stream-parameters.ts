import type { StreamFault } from '../../trouble/call-trouble.ts';
import type { TwimlElement } from '../document.ts';
import type { LiveCall } from './verb.ts';

/** Name and value of a parameter together stay below this. */
const MAX_CHARACTERS = 500;

/** The parameters that a stream's start carries; one that is too long is flagged and left out. */
export function streamParameters(
  { children }: TwimlElement,
  call: Pick<LiveCall, 'log'>,
  fault: StreamFault | undefined,
): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const { name: noun, attributes } of children) {
    const { name = '', value = '' } = attributes;
    if (noun !== 'Parameter') continue;
    if (name.length + value.length < MAX_CHARACTERS) {
      parameters[name] = fault?.fault === 'wrong-token' ? forged(value) : value;
    } else {
      call.log({
        code: 12200,
        detail: `<Parameter> ${name}: ${MAX_CHARACTERS} characters or more`,
      });
    }
  }
  return parameters;
}

/** A value of the same shape that no key has signed. */
function forged(value: string): string {
  return value.replace(/\p{L}/gu, (letter) => {
    const upper = letter.toUpperCase();
    return letter === upper ? letter.toLowerCase() : upper;
  });
}
