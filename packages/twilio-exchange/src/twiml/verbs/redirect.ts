import { resolveUrl } from '../document.ts';
import { fetchFrom, type Verb } from './verb.ts';

/** `<Redirect>`: continues with another document. */
export const redirect: Verb = async ({ element, document }) =>
  fetchFrom(resolveUrl(document, element.text), element.attributes.method);
