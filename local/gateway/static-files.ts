import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { publishedFolders, STATIC_CACHE_SECONDS } from '#shared/routes.ts';
import { type HttpAnswer, message } from './http-answer.ts';

/** The published files, `<folder>/<name>.<extension>`; no other file is served. */
const published = Object.values(publishedFolders).map(({ path, extension, contentType }) => ({
  pattern: new RegExp(`^${path}/[A-Za-z0-9][A-Za-z0-9_-]{0,63}\\.${extension}$`),
  contentType,
}));

/** Returns whether a path has the form of a published file; the file may be missing. */
export function isStaticPath(path: string): boolean {
  return published.some(({ pattern }) => pattern.test(path));
}

/** Answers with a file of the folders behind `/static`, or with 304 for a matching ETag. */
export async function serveStatic(
  path: string,
  staticFolders: readonly URL[],
  headers: IncomingHttpHeaders,
): Promise<HttpAnswer> {
  const contentType = published.find(({ pattern }) => pattern.test(path))?.contentType;
  if (!contentType) return message(404);
  const body = await firstOf(path.replace(/^\/static\//, ''), staticFolders);
  if (!body) return message(404);
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 32)}"`;
  const validity = { etag, 'cache-control': `public, max-age=${STATIC_CACHE_SECONDS}` };
  if (isMatch(headers['if-none-match'], etag)) {
    return { status: 304, headers: validity, body: Buffer.alloc(0) };
  }
  return { status: 200, headers: { ...validity, 'content-type': contentType }, body };
}

async function firstOf(name: string, folders: readonly URL[]): Promise<Buffer | undefined> {
  for (const folder of folders) {
    const body = await readFile(new URL(name, folder)).catch(absent);
    if (body) return body;
  }
}

function isMatch(condition: string | undefined, etag: string): boolean {
  const known = (condition ?? '').split(',').map((word) => word.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
