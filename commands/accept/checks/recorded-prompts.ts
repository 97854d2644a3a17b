import prompts from '#assets/prompts.json' with { type: 'json' };
import type { Check } from '#commands/accept/check.ts';
import type { Answer, Requests } from '#commands/deployment/requests.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { publishedFolders } from '#shared/routes.ts';

/** Names of prompts are stable, so a cache may keep an old recording for a day. */
const MAX_AGE_S = 86_400;

/** Every recorded prompt can be fetched, as audio that Twilio may cache. */
export const recordedPrompts: Check = {
  name: 'recorded prompts',
  async run({ requests }) {
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
