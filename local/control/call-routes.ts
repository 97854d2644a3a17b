import { callOrder, moreSteps } from './call-order.ts';
import type { ControlAnswer, ControlRequest } from './control-route.ts';
import {
  type ControlledWorld,
  type OrderedCall,
  placeOrderedCall,
  prepareOrderedCall,
} from './ordered-call.ts';
import { readValid } from './valid-input.ts';

/** Every call speaks and listens in real time in this process, which bounds their number. */
const MAX_LIVE_CALLS = 20;

/** Serves calls: `POST /calls`, `POST /calls/<sid>/steps`, `DELETE /calls/<sid>`. */
export function createCallRoutes(world: ControlledWorld) {
  const live = new Map<string, OrderedCall>();

  async function place({ body, response }: ControlRequest): Promise<ControlAnswer> {
    const order = readValid(callOrder, await body(), '');
    const { exchange } = world;
    if (!exchange) {
      const error = 'Twilio is the real one in this world: call its number with a phone.';
      return { status: 409, error };
    }
    if (live.size >= MAX_LIVE_CALLS) {
      return { status: 429, error: `${live.size} calls are under way: wait for one to end.` };
    }
    await prepareOrderedCall(world, order);
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const call = placeOrderedCall({ ...world, exchange }, order, (message) =>
      response.write(`${JSON.stringify(message)}\n`),
    );
    live.set(call.callSid, call);
    // A client that disconnects hangs up its call.
    if (response.closed) call.hangUp();
    response.once('close', call.hangUp);
    await call.told;
    live.delete(call.callSid);
    response.end();
    return { status: 200 };
  }

  async function addSteps(call: OrderedCall, { body }: ControlRequest): Promise<ControlAnswer> {
    const { steps } = readValid(moreSteps, await body(), '');
    switch (call.add(steps)) {
      case 'added':
        return { status: 204 };
      case 'full':
        return { status: 429, error: 'Too many steps are waiting already.' };
      case 'over':
        return { status: 409, error: 'The call is over.' };
    }
  }

  return async function serve(request: ControlRequest): Promise<ControlAnswer> {
    const { method, path } = request;
    if (path === '/calls' && method === 'POST') return place(request);
    const [, callSid = '', more] = /^\/calls\/(CA[0-9a-f]{32})(\/steps)?$/.exec(path) ?? [];
    const call = live.get(callSid);
    if (!call) return { status: 404, error: `There is no ${path} here.` };
    if (more && method === 'POST') return addSteps(call, request);
    if (more || method !== 'DELETE') return { status: 405, error: `${method} cannot be done.` };
    call.hangUp();
    return { status: 204 };
  };
}
