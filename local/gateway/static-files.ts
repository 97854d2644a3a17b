import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { promptsPath } from '#shared/routes.ts';
import { type HttpAnswer, message } from './http-answer.ts';

/** How long a copy of a prompt may be used unasked: a new recording is heard a minute after it is published. */
const CACHE_SECONDS = 60;

/** The only files that are served: `<promptsPath>/<name>.mp3`. */
const PROMPT = new RegExp(`^${promptsPath}/[A-Za-z0-9][A-Za-z0-9_-]{0,63}\\.mp3$`);

/** Tells whether a path is that of a prompt, whether or not it exists. */
export function isPromptPath(path: string): boolean {
  return PROMPT.test(path);
}

/** Answers with a recorded prompt of the folder that stands for `/static`, or with 304 to whoever has it already. */
export async function servePrompt(
  path: string,
  staticFolder: URL,
  headers: IncomingHttpHeaders,
): Promise<HttpAnswer> {
  if (!PROMPT.test(path)) return message(404);
  const file = new URL(path.replace(/^\/static\//, ''), staticFolder);
  const body = await readFile(file).catch(absent);
  if (!body) return message(404);
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  const validity = { etag, 'cache-control': `public, max-age=${CACHE_SECONDS}` };
  if (isMatch(headers['if-none-match'], etag)) {
    return { status: 304, headers: validity, body: Buffer.alloc(0) };
  }
  return { status: 200, headers: { ...validity, 'content-type': 'audio/mpeg' }, body };
}

function isMatch(condition: string | undefined, etag: string): boolean {
  const known = (condition ?? '').split(',').map((word) => word.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
