import type { Config } from '#shared/config/config.ts';
import { lazily } from '#shared/http/lambda.ts';
import { log } from '#shared/log.ts';
import { fallbackDocumentPath, routes, streamPaths } from '#shared/routes.ts';

/** One request and its expected answer for each origin behind the public address. */
const origins = [
  { origin: 'functions', path: routes.readyz.path, status: 200 },
  // A plain request to the stream's path is told to upgrade, by a media task.
  { origin: 'media', path: streamPaths[0], status: 426 },
  { origin: 'files', path: fallbackDocumentPath, status: 200 },
] as const;

/** The limit on one answer: a cold start of `health` and its checks, which take 3 s at most. */
const ANSWER_DEADLINE_MS = 8_000;

/** API Gateway's answer past a route's limit: strangers ask too often, and the parts were not asked. */
const THROTTLED = 429;

/** The answer of an origin; `throttled` says nothing about its parts. */
type Answer = 'right' | 'wrong' | 'throttled';

/** Returns the handler that asks each origin at the public address, as a stranger would, and reports how many failed. */
export function canary({ publicBaseUrl }: Pick<Config, 'publicBaseUrl'>) {
  const ask = async ({ origin, path, status }: (typeof origins)[number]): Promise<Answer> => {
    try {
      const answer = await fetch(publicBaseUrl + path, {
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_DEADLINE_MS),
      });
      await answer.body?.cancel();
      if (answer.status === status) return 'right';
      if (answer.status === THROTTLED) {
        log.warn('canary.throttled', { origin });
        log.count('CanaryThrottled', { origin });
        return 'throttled';
      }
      log.warn('canary.answer-wrong', { origin, status: answer.status });
      return 'wrong';
    } catch (error) {
      log.error('canary.no-answer', error, { origin });
      return 'wrong';
    }
  };

  return async (): Promise<void> => {
    const answers = await Promise.all(origins.map(ask));
    log.amount('OriginsFailed', answers.filter((answer) => answer === 'wrong').length);
  };
}

/** Starts every five minutes on the `canary` schedule; answers nothing. */
export const handler = lazily(async (config) => canary(config));
