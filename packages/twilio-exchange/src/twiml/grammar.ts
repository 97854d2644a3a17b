import type { TwimlElement } from './document.ts';

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

const dialAttributes = ['action', 'method', 'timeout', 'timeLimit', 'callerId', 'answerOnBridge'];
const gatherAttributes = [
  'input',
  'action',
  'method',
  'timeout',
  'finishOnKey',
  'numDigits',
  'actionOnEmptyResult',
];
const numberAttributes = ['url', 'method', 'statusCallback', 'statusCallbackMethod'];
const messageAttributes = ['to', 'from', 'action', 'method', 'statusCallback'];
const ssml: Readonly<Record<string, readonly string[]>> = {
  break: ['strength', 'time'],
  emphasis: ['level'],
  lang: ['xml:lang'],
  p: [],
  phoneme: ['alphabet', 'ph'],
  prosody: ['volume', 'rate', 'pitch'],
  s: [],
  'say-as': ['interpret-as', 'format'],
  sub: ['alias'],
  w: ['role'],
};
const ssmlNames = Object.keys(ssml);

const rules: Readonly<Record<string, Rule>> = {
  Play: { attributes: ['loop', 'digits'] },
  Say: { attributes: ['voice', 'language', 'loop'], children: ssmlNames },
  Record: { attributes: [...recordAttributes, ...recordCallbacks] },
  Connect: { attributes: ['action', 'method'], children: ['Stream'] },
  Stream: { attributes: streamAttributes, children: ['Parameter'] },
  Parameter: { attributes: ['name', 'value'] },
  Dial: { attributes: dialAttributes, children: ['Number'] },
  Number: { attributes: [...numberAttributes, 'statusCallbackEvent'] },
  Redirect: { attributes: ['method'] },
  Hangup: { attributes: [] },
  Reject: { attributes: ['reason'] },
  Gather: { attributes: gatherAttributes, children: ['Say', 'Play', 'Pause'] },
  Pause: { attributes: ['length'] },
  Message: { attributes: messageAttributes, children: ['Body', 'Media'] },
  Body: { attributes: [] },
  Media: { attributes: [] },
  ...Object.fromEntries(
    Object.entries(ssml).map(([name, attributes]) => [name, { attributes, children: ssmlNames }]),
  ),
};

const verbs = ['Play', 'Say', 'Record', 'Connect', 'Dial', 'Redirect', 'Hangup', 'Reject', 'Pause'];
/** The verbs of a whisper: https://www.twilio.com/docs/voice/twiml/number */
export const whisperVerbNames = ['Say', 'Play', 'Pause', 'Gather', 'Redirect', 'Hangup'];

/**
 * Returns the elements and attributes that the schema does not know, each as a warning of 12200.
 * @see https://www.twilio.com/docs/api/errors/12200
 */
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
