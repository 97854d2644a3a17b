import { type CallFacts, callParameters } from '../account/call-parameters.ts';
import type { Incident } from '../account/error-log.ts';
import { callBack } from '../webhook/callback.ts';
import { createStatusCallbacks } from '../webhook/status-callbacks.ts';
import type { Delivery, WebhookSender } from '../webhook/webhook.ts';
import type { TwimlDocument } from './document.ts';
import { fetchTwiml } from './fetch.ts';

/** The requests one call makes of the application. */
export interface CallRequests {
  /** Asks for a document, telling all about the call; undefined for an answer without a body. */
  fetch(delivery: Delivery): Promise<TwimlDocument | undefined>;
  /** Makes a request about the call whose answer is dropped. */
  request(delivery: Delivery): Promise<void>;
  /** Settles when the next of these two is answered. */
  nextAnswer(): Promise<void>;
  /** Sends a status callback as it is, beside whatever the call does. */
  callBack(delivery: Delivery): void;
  /** Settles when no callback is under way. */
  callbacksAnswered(): Promise<void>;
  /** Adds to a delivery what every request about the call tells. */
  withFacts(delivery: Delivery): Delivery;
  /** Sends what was held back, and settles when no callback is under way: the call is over. */
  settled(): Promise<void>;
}

/** Creates the requests of a call; `log` learns what the application answered badly. */
export function createCallRequests(
  facts: CallFacts,
  sender: WebhookSender,
  log: (incident: Incident) => void,
): CallRequests {
  const send = (delivery: Delivery) => callBack(delivery, sender, log);
  const callbacks = createStatusCallbacks(
    ({ url }) => sender.faultsOf(url).statusCallbackOrder,
    send,
  );
  let next = Promise.withResolvers<void>();

  function withFacts(delivery: Delivery): Delivery {
    const standard = callParameters(sender.account, facts);
    return { ...delivery, parameters: { ...standard, ...delivery.parameters } };
  }

  function answered() {
    next.resolve();
    next = Promise.withResolvers();
  }

  return {
    fetch: (delivery) => fetchTwiml(withFacts(delivery), sender).finally(answered),
    request: (delivery) => send(withFacts(delivery)).finally(answered),
    nextAnswer: () => next.promise,
    callBack: callbacks.post,
    callbacksAnswered: callbacks.answered,
    withFacts,
    settled() {
      callbacks.release();
      return callbacks.answered();
    },
  };
}
