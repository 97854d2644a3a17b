import type { TwimlElement } from './twiml-document.ts';

type Rule = { readonly attributes: readonly string[]; readonly children?: readonly string[] };

const streamAttributes = ['url', 'name', 'track', 'statusCallback', 'statusCallbackMethod'];
const recordAttributes = [
  'action',
  'method',
  'timeout',
  'finishOnKey',
  'maxLength',
  'playBeep',
  'trim',
  'transcribe',
  'transcribeCallback',
];
const recordCallbacks = ['', 'Method', 'Event'].map((part) => `recordingStatusCallback${part}`);

const rules: Readonly<Record<string, Rule>> = {
  Play: { attributes: ['loop', 'digits'] },
  Record: { attributes: [...recordAttributes, ...recordCallbacks] },
  Connect: { attributes: ['action', 'method'], children: ['Stream'] },
  Stream: { attributes: streamAttributes, children: ['Parameter'] },
  Parameter: { attributes: ['name', 'value'] },
  Redirect: { attributes: ['method'] },
  Hangup: { attributes: [] },
  Pause: { attributes: ['length'] },
};

const verbs = ['Play', 'Record', 'Connect', 'Redirect', 'Hangup', 'Pause'];

/** Names, as warnings, all that a document's schema does not know; the call goes on without it. */
export function schemaWarnings(
  elements: readonly TwimlElement[],
  allowed: readonly string[] = verbs,
): string[] {
  return elements.flatMap((element) => {
    const rule = rules[element.name];
    if (!rule || !allowed.includes(element.name)) return [`<${element.name}>`];
    const unknown = Object.keys(element.attributes).filter((it) => !rule.attributes.includes(it));
    return [
      ...unknown.map((attribute) => `<${element.name} ${attribute}>`),
      ...schemaWarnings(element.children, rule.children ?? []),
    ];
  });
}
