import { SaxesParser } from 'saxes';
import { TwimlFault } from './fault.ts';

/** One element of a TwiML document. */
export type TwimlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: TwimlElement[];
  text: string;
};

/** A document that a call can run; its URL is undefined for a document inline over REST. */
export type TwimlDocument = {
  readonly url: string | undefined;
  readonly verbs: readonly TwimlElement[];
};

/**
 * Returns a parsed document. @throws TwimlFault (12100, 12102).
 * @see https://www.twilio.com/docs/voice/twiml
 */
export function parseTwiml(xml: string, url: string | undefined): TwimlDocument {
  const root: TwimlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser();
  const append = (text: string) => {
    (open.at(-1) as TwimlElement).text += text;
  };
  parser.on('error', (error) => {
    throw new TwimlFault(12100, error.message, { cause: error });
  });
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('opentag', ({ name, attributes }) => {
    const element: TwimlElement = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();

  const [response] = root.children;
  if (response?.name !== 'Response') throw new TwimlFault(12102, `<${response?.name}>`);
  return { url, verbs: response.children };
}

/**
 * Returns a URL that a document names, resolved against the document's own. An inline document has
 * none, so its URLs must be absolute. @throws TwimlFault (11100).
 * @see https://www.twilio.com/docs/api/errors/11100
 */
export function resolveUrl(document: TwimlDocument, named: string): string {
  const reference = named.trim();
  const resolved = URL.canParse(reference, document.url) && new URL(reference, document.url);
  if (!resolved || !reference || !/^https?:$/.test(resolved.protocol)) {
    throw new TwimlFault(11100, reference || 'empty');
  }
  return resolved.href;
}
