import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import twilio from 'twilio';
import { type WebSocket, WebSocketServer } from 'ws';

// Twilio's Media Streams quick start: repeats each second (50 frames) of what a caller says, until the key #.
// Run: node quick-start-app.ts PORT AUTH_TOKEN
const [port = '3000', authToken = 'exchange'] = process.argv.slice(2);

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
  if (!isSigned(request, 'wss')) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  return streams.handleUpgrade(request, socket, head, repeat);
});
server.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`listening on http://127.0.0.1:${Object(server.address()).port}\n`);
});

function repeat(stream: WebSocket): void {
  const said: Buffer[] = [];
  stream.on('message', (data) => {
    const { event, streamSid, media, mark, dtmf } = JSON.parse(String(data));
    if (event === 'media') said.push(Buffer.from(media.payload, 'base64'));
    if (event === 'mark') process.stdout.write(`repeated ${mark.name}\n`);
    if (event === 'dtmf' && dtmf.digit === '#') stream.close();
    if (said.length < 50) return;
    const payload = Buffer.concat(said.splice(0)).toString('base64');
    stream.send(JSON.stringify({ event: 'media', streamSid, media: { payload } }));
    stream.send(JSON.stringify({ event: 'mark', streamSid, mark: { name: media.chunk } }));
  });
}

function isSigned({ headers, url }: IncomingMessage, scheme: string, form = {}): boolean {
  const signature = String(headers['x-twilio-signature']);
  return twilio.validateRequest(authToken, signature, `${scheme}://${headers.host}${url}`, form);
}
