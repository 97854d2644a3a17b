import type { CallResult } from '#local/control/call-message.ts';
import type { ControlClient } from '#local/control/client.ts';
import {
  type CallingWorld,
  placeOrderedCall,
  prepareOrderedCall,
} from '#local/control/ordered-call.ts';
import type { PlaceCall } from './conversation-run.ts';

/** Returns a function that places calls in a world of this process. */
export function placeIn(world: CallingWorld): PlaceCall {
  return async (order, onMessage) => {
    await prepareOrderedCall(world, order);
    return new Promise<CallResult>((resolve, reject) => {
      placeOrderedCall(world, order, (message) => {
        onMessage(message);
        if (message.type === 'result') resolve(message);
        if (message.type === 'failed') reject(new Error(message.message));
      });
    });
  };
}

/** Returns a function that places calls through the control server of another process. */
export function placeThrough(client: ControlClient): PlaceCall {
  return async (order, onMessage) => {
    for await (const message of client.placeCall(order)) {
      onMessage(message);
      if (message.type === 'result') return message;
      if (message.type === 'failed') throw new Error(message.message);
    }
    throw new Error('The world closed during the call.');
  };
}
