import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';
import { WebSocketServer } from 'ws';

// An application like Twilio's Media Streams quick start, with Twilio's own SDK. It greets the
// caller, repeats each second of what they say, and says goodbye after the key #.
// Run: node quick-start-app.ts PORT AUTH_TOKEN

const [port = '3000', authToken = 'exchange'] = process.argv.slice(2);
const FRAMES_PER_SECOND = 50;

const server = createServer(async (request, response) => {
  const form = Object.fromEntries(new URLSearchParams(await text(request)));
  if (!isSigned(request, 'http', form)) return response.writeHead(403).end();
  const voice = new twilio.twiml.VoiceResponse();
  voice.say('Speak, and I repeat it.');
  voice.connect().stream({ url: `wss://${request.headers.host}/media` });
  voice.say('Goodbye.');
  return response.writeHead(200, { 'Content-Type': 'text/xml' }).end(voice.toString());
});

const streams = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  if (!isSigned(request, 'wss', {})) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  return streams.handleUpgrade(request, socket, head, (stream) => {
    let said: Buffer[] = [];
    stream.on('message', (data) => {
      const { event, streamSid, media, mark, dtmf } = JSON.parse(String(data));
      if (event === 'media') said.push(Buffer.from(media.payload, 'base64'));
      if (event === 'mark') process.stdout.write(`repeated ${mark.name}\n`);
      if (event === 'dtmf' && dtmf.digit === '#') stream.close();
      if (said.length < FRAMES_PER_SECOND) return;
      const payload = Buffer.concat(said).toString('base64');
      stream.send(JSON.stringify({ event: 'media', streamSid, media: { payload } }));
      stream.send(JSON.stringify({ event: 'mark', streamSid, mark: { name: media.chunk } }));
      said = [];
    });
  });
});

function isSigned({ headers, url }: IncomingMessage, scheme: string, form: object): boolean {
  const signature = String(headers['x-twilio-signature']);
  const address = `${scheme}://${headers.host}${url}`;
  return twilio.validateRequest(authToken, signature, address, { ...form });
}

server.listen(Number(port), '127.0.0.1', () => {
  const { port: listening } = server.address() as AddressInfo;
  process.stdout.write(`listening on http://127.0.0.1:${listening}\n`);
});
