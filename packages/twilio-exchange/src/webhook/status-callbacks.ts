import type { RequestFaults } from '../trouble/request-faults.ts';
import type { Delivery } from './webhook.ts';

/**
 * The status callbacks of one call or message, delivered without holding it up.
 * @see https://www.twilio.com/docs/voice/api/call-resource#statuscallback
 */
export interface StatusCallbacks {
  post(delivery: Delivery): void;
  /** Settles when none is under way, late ones aside. */
  answered(): Promise<void>;
  /** Sends the one that is held back; later ones are sent at once. */
  release(): void;
}

/** Creates a sender of callbacks; `orderOf` returns the order of each. */
export function createStatusCallbacks(
  orderOf: (delivery: Delivery) => RequestFaults['statusCallbackOrder'],
  send: (delivery: Delivery) => Promise<void>,
): StatusCallbacks {
  const pending = new Set<Promise<void>>();
  let held: Delivery | undefined;
  let isReleased = false;

  function track(...deliveries: Delivery[]) {
    const sent = inTurn(deliveries).finally(() => pending.delete(sent));
    pending.add(sent);
  }

  async function inTurn(deliveries: readonly Delivery[]) {
    for (const delivery of deliveries) await send(delivery);
  }

  return {
    post(delivery) {
      const order = orderOf(delivery);
      if (typeof order === 'object') {
        setTimeout(() => track(delivery), order.lateMs).unref();
        return;
      }
      switch (order) {
        case 'in-order':
          return track(delivery);
        case 'duplicated':
          return track(delivery, delivery);
        case 'dropped':
          return;
        case 'shuffled': {
          if (isReleased) return track(delivery);
          const overtaken = held;
          held = overtaken ? undefined : delivery;
          if (overtaken) track(delivery, overtaken);
        }
      }
    },
    async answered() {
      while (pending.size > 0) await Promise.all(pending);
    },
    release() {
      isReleased = true;
      if (held) track(held);
      held = undefined;
    },
  };
}
