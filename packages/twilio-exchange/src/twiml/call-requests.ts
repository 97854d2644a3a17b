import { type CallFacts, callParameters } from '../account/call-parameters.ts';
import type { Incident } from '../account/error-log.ts';
import { callBack } from '../webhook/callback.ts';
import { createStatusCallbacks } from '../webhook/status-callbacks.ts';
import type { Delivery, WebhookSender } from '../webhook/webhook.ts';
import type { TwimlDocument } from './document.ts';
import { fetchTwiml } from './fetch.ts';

/** The requests of one call to the application. */
export interface CallRequests {
  /** Requests a document with the facts of the call; undefined for an answer without a body. */
  fetch(delivery: Delivery): Promise<TwimlDocument | undefined>;
  /** Requests a document with the facts of the call, and drops the answer. */
  request(delivery: Delivery): Promise<void>;
  /** Settles when the next `fetch` or `request` is answered. */
  nextAnswer(): Promise<void>;
  /** Sends a status callback as it is, without holding up the call. */
  callBack(delivery: Delivery): void;
  /** Settles when no status callback is under way. */
  callbacksAnswered(): Promise<void>;
  /** Adds the standard parameters of the call to a delivery. */
  withFacts(delivery: Delivery): Delivery;
  /** Sends the callbacks that were held back at the end of a call; settles when none is under way. */
  settled(): Promise<void>;
}

/** Creates the requests of a call; `log` receives the failures of its callbacks. */
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
