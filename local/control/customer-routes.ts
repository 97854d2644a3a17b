import type { ServerResponse } from 'node:http';
import type { Customer } from 'twilio-exchange/whatsapp/customer.ts';
import { phoneNumber } from './call-order.ts';
import type { ControlAnswer, ControlRequest } from './control-route.ts';
import { customerOrders, passingTime, toCustomerMessage } from './customer-order.ts';
import { toMessageReport } from './message-report.ts';
import type { ControlledWorld } from './ordered-call.ts';
import { readValid } from './valid-input.ts';

/** Serves customers: `POST` and `GET /customers/<number>/messages`, `GET …/changes`, `POST …/window`. */
export function createCustomerRoutes(world: ControlledWorld) {
  async function write(customer: Customer, { body }: ControlRequest): Promise<ControlAnswer> {
    const { messages } = readValid(customerOrders, await body(), '');
    const ready = await Promise.all(
      messages.map(async ({ switches, afterMs, ...order }) => ({
        content: await toCustomerMessage(order, world),
        posting: { switches, afterMs },
      })),
    );
    const written = ready.map(({ content, posting }) => customer.write(content, posting));
    return { status: 200, json: { posts: await Promise.all(written.map(({ posted }) => posted)) } };
  }

  async function letPass(customer: Customer, { body }: ControlRequest): Promise<ControlAnswer> {
    customer.letPass(readValid(passingTime, await body(), '').ms);
    return { status: 204 };
  }

  return async function serve(request: ControlRequest): Promise<ControlAnswer> {
    const { method, path, response } = request;
    const [, number = '', what = ''] = /^\/customers\/([^/]+)\/(\w+)$/.exec(path) ?? [];
    readValid(phoneNumber, number, 'from');
    if (!world.exchange) {
      const error = 'Twilio is the real one in this world: write to its sender with a phone.';
      return { status: 409, error };
    }
    const customer = world.exchange.whatsApp.customer(number);
    switch (`${method} ${what}`) {
      case 'POST messages':
        return write(customer, request);
      case 'GET messages':
        return { status: 200, json: { messages: customer.conversation().map(toMessageReport) } };
      case 'GET changes':
        return follow(customer, response);
      case 'POST window':
        return letPass(customer, request);
      default:
        return { status: 404, error: `There is no ${method} ${path} here.` };
    }
  };
}

/** Streams a customer's changes until the client disconnects. */
function follow(customer: Customer, response: ServerResponse): Promise<ControlAnswer> {
  const { promise, resolve } = Promise.withResolvers<ControlAnswer>();
  response.writeHead(200, { 'content-type': 'application/x-ndjson' }).flushHeaders();
  const stop = customer.subscribe((message) => {
    response.write(`${JSON.stringify(toMessageReport(message))}\n`);
  });
  const end = () => {
    stop();
    resolve({ status: 200 });
  };
  if (response.closed) end();
  response.once('close', end);
  return promise;
}
