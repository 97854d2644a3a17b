import { InvalidInput } from '#shared/errors.ts';
import { type Environment, environmentReader, processEnvironment } from './environment.ts';
import { isLoopback } from './loopback.ts';
import { type MediaConfig, readMedia } from './media.ts';
import { type ProductConfig, readProduct } from './product.ts';
import { readVendors, type VendorsConfig } from './vendors.ts';

/** The whole configuration but the secrets: read once, grouped and checked. */
export type Config = ProductConfig &
  VendorsConfig & {
    /** Public origin of every webhook, no trailing slash: `https://voice.example.com`. */
    readonly publicBaseUrl: string;
    /** The very string that Twilio is told, signs and opens: `wss://voice.example.com/ws/twilio-media`. */
    readonly streamUrl: string;
    readonly media: MediaConfig;
  };

/** Returns the configuration in an environment. @throws InvalidInput naming all its problems in one message */
export function readConfig(env: Environment = processEnvironment()): Config {
  const reader = environmentReader(env);
  const publicBaseUrl = reader.text('PUBLIC_BASE_URL');
  if (publicBaseUrl) reader.report(...problemsOfBaseUrl(publicBaseUrl));
  const config: Config = {
    publicBaseUrl,
    streamUrl: `${publicBaseUrl.replace(/^http/, 'ws')}/ws/twilio-media`,
    ...readVendors(reader),
    ...readProduct(reader),
    media: readMedia(reader),
  };
  const { problems } = reader;
  if (problems.length > 0) throw new InvalidInput(`Configuration: ${problems.join('; ')}.`);
  return config;
}

function problemsOfBaseUrl(value: string): string[] {
  const url = URL.parse(value);
  if (!url || !/^https?:$/.test(url.protocol)) {
    return [`PUBLIC_BASE_URL must be an http(s) URL, not "${value}"`];
  }
  if (url.origin !== value) {
    return [`PUBLIC_BASE_URL must be an origin without path or trailing slash: "${url.origin}"`];
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return ['PUBLIC_BASE_URL must be https unless its host is loopback'];
  }
  return [];
}
