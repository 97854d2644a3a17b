import { resolveUrl } from '../document.ts';
import { fetchFrom, type Verb } from './verb.ts';

/** `<Redirect>`: leaves this document for another. */
export const redirect: Verb = async ({ element, document }) =>
  fetchFrom(resolveUrl(document, element.text), element.attributes.method);
