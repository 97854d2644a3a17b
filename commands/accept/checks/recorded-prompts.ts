import prompts from '#assets/prompts.json' with { type: 'json' };
import type { Line } from '#commands/accept/check.ts';
import type { Answer, Requests } from '#commands/deployment/requests.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { publishedFolders } from '#shared/routes.ts';

/** A new recording is heard within a day: their names are stable. */
const MAX_AGE_S = 86_400;

/** What callers hear when nothing else works can be fetched, as audio that Twilio may keep. */
export const recordedPrompts: Line = {
  name: 'recorded prompts',
  async check({ requests }) {
    const names = Object.keys(prompts);
    const problems = await Promise.all(names.map((name) => problemsOf(name, requests)));
    demandNone(problems.flat());
    return `${names.join(', ')}: ${publishedFolders.prompts.contentType}, with ETag and max-age`;
  },
};

async function problemsOf(name: string, requests: Requests): Promise<string[]> {
  const { path, extension } = publishedFolders.prompts;
  const answer = await requests.head(`${path}/${name}.${extension}`);
  return complaints(answer).map((complaint) => `${name} ${complaint}`);
}

function complaints({ status, headers }: Answer): string[] {
  if (status !== 200) return [`answers ${status}`];
  const { contentType } = publishedFolders.prompts;
  const type = headers.get('content-type');
  const [, maxAge] = /max-age=(\d+)/.exec(headers.get('cache-control') ?? '') ?? [];
  return [
    type !== contentType && `is ${type ?? 'of no content type'}, not ${contentType}`,
    !headers.get('etag') && 'has no ETag',
    !maxAge && 'has no max-age',
    Number(maxAge) > MAX_AGE_S && `is kept for ${maxAge} s`,
    !(Number(headers.get('content-length')) > 0) && 'has no length',
  ].filter((complaint) => complaint !== false);
}
