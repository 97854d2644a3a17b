import { createHash } from 'node:crypto';

/** Returns the bytes of a 101 answer to an upgrade request; empty for any other request. */
export function upgradeAnswer(request: string, ...headers: string[]): string {
  const key = /^sec-websocket-key: (.*)\r$/im.exec(request)?.[1];
  if (!key) return '';
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  return [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${accept.digest('base64')}`,
    ...headers,
    '\r\n',
  ].join('\r\n');
}
