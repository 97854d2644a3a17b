/**
 * The connection settings in the fragment of a webhook's URL, such as `#rc=2&rp=5xx`.
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export type ConnectionOverrides = {
  readonly connectTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly retries: number;
  readonly retryOn: ReadonlySet<string>;
};

const retryPolicies = ['4xx', '5xx', 'ct', 'rt', 'all'];

/** Returns the overrides of a URL's fragment; undefined when its retry policy is unknown (11243). */
export function connectionOverrides(
  fragment: string,
  ceilingMs: number,
): ConnectionOverrides | undefined {
  const asked = new URLSearchParams(fragment.replace(/^#/, ''));
  const number = (name: string, fallback: number, [least, most]: readonly [number, number]) => {
    const value = Number(asked.get(name) ?? fallback);
    return Number.isInteger(value) ? Math.min(Math.max(value, least), most) : fallback;
  };
  const retryOn = new Set((asked.get('rp') ?? 'ct').split(','));
  if ([...retryOn].some((policy) => !retryPolicies.includes(policy))) return undefined;
  return {
    connectTimeoutMs: Math.min(number('ct', 5000, [100, 10_000]), ceilingMs),
    readTimeoutMs: Math.min(number('rt', 15_000, [100, 15_000]), ceilingMs),
    totalTimeoutMs: Math.min(number('tt', 15_000, [100, 15_000]), ceilingMs),
    retries: number('rc', 1, [0, 5]),
    retryOn,
  };
}
