import { parseTwiml, type TwimlElement } from 'twilio-exchange/twiml/document.ts';
import { TwimlFault } from 'twilio-exchange/twiml/fault.ts';
import type { Answer } from '#commands/deployment/requests.ts';
import { Broken } from '#commands/deployment/verdict.ts';

/**
 * Reads an answer as Twilio does, and returns the verbs of its document.
 * @throws {Broken} where the answer is not TwiML.
 */
export function readTwiml({ status, headers, body }: Answer): readonly TwimlElement[] {
  if (status !== 200) throw new Broken(`answers ${status}`);
  const type = headers.get('content-type') ?? 'no content type';
  if (!/^text\/xml\b/.test(type)) throw new Broken(`answers ${type}, not text/xml`);
  try {
    return parseTwiml(body, undefined).verbs;
  } catch (error) {
    if (!(error instanceof TwimlFault)) throw error;
    throw new Broken(`does not answer TwiML: ${error.message}`, { cause: error });
  }
}

/** Returns all elements with a name, at any depth. */
export function elementsOf(verbs: readonly TwimlElement[], name: string): TwimlElement[] {
  return verbs.flatMap((verb) => [
    ...(verb.name === name ? [verb] : []),
    ...elementsOf(verb.children, name),
  ]);
}
