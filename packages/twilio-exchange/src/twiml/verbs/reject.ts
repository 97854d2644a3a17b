import { hangUp, type Verb } from './verb.ts';

/**
 * `<Reject>`: refuses the call; as the first verb of the first document, without answering it.
 * @see https://www.twilio.com/docs/voice/twiml/reject
 */
export const reject: Verb = async ({ element, call }) => {
  call.refuse(element.attributes.reason === 'busy' ? 'busy' : 'no-answer');
  return hangUp;
};
