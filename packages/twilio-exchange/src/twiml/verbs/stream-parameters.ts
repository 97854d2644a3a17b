import type { StreamFault } from '../../trouble/call-trouble.ts';
import type { TwimlElement } from '../document.ts';
import type { LiveCall } from './verb.ts';

/** The length that name and value together stay below: https://www.twilio.com/docs/voice/twiml/stream */
const MAX_CHARACTERS = 500;

/** Returns the parameters of a stream's `start`; one that is too long is logged and left out. */
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

/** Returns another value of the same shape. */
function forged(value: string): string {
  return value.replace(/\p{L}/gu, (letter) => {
    const upper = letter.toUpperCase();
    return letter === upper ? letter.toLowerCase() : upper;
  });
}
