import { TextToSpeechClient } from '@google-cloud/text-to-speech';
import { googleAuthLibrary, grpc, Status } from 'google-gax';
import * as z from 'zod/mini';
import { isLoopback } from '#shared/config/loopback.ts';
import type { GoogleConfig } from '#shared/config/vendors.ts';
import { InvalidInput, VendorFailed } from '#shared/errors.ts';
import { jsonIn } from '#shared/json.ts';

const { GoogleAuth, JWT, PassThroughClient } = googleAuthLibrary;

/** The library's timeout is this much later than ours, whose error names the deadline. */
export const BEHIND_OURS_MS = 1_000;

const SCOPES = ['https://www.googleapis.com/auth/cloud-platform'];

const ServiceAccount = z.object({
  type: z.literal('service_account'),
  client_email: z.string(),
  private_key: z.string(),
});

/** Creates Google's client: without TLS on loopback, with the given credentials for any other host. @throws InvalidInput if the credentials are malformed */
export function googleClient(config: GoogleConfig, credentialsJson?: string): TextToSpeechClient {
  const colon = config.endpoint.lastIndexOf(':');
  const host = config.endpoint.slice(0, colon);
  const endpoint = { apiEndpoint: host, port: Number(config.endpoint.slice(colon + 1)) };
  if (isLoopback(host)) {
    const auth = new GoogleAuth({ authClient: new PassThroughClient() });
    return new TextToSpeechClient({
      ...endpoint,
      auth,
      sslCreds: grpc.credentials.createInsecure(),
    });
  }
  // With its credentials given, the library does not look for a metadata server, which only GCP has.
  const auth = new GoogleAuth({ authClient: authClientOf(credentialsJson) });
  return new TextToSpeechClient({ ...endpoint, auth });
}

/** Wraps an error of Google's without repeating the text to be spoken. */
export function toGoogleFailure(error: unknown): VendorFailed {
  if (error instanceof VendorFailed) return error;
  const status = statusOf(error);
  const message = status ? `answered ${status}` : 'the stream broke off';
  return new VendorFailed('google', message, { cause: error });
}

/** Returns the gRPC status of an error by its name, such as `ABORTED`; undefined if it has none. */
export function statusOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' ? Status[code] : undefined;
}

function authClientOf(credentialsJson: string | undefined) {
  // A deployment without credentials takes calls all the same: Google refuses each request, and callers leave voicemails.
  if (!credentialsJson) return new PassThroughClient();
  const { data } = ServiceAccount.safeParse(jsonIn(credentialsJson));
  if (!data)
    throw new InvalidInput("Google credentials must be the JSON of a service account's key.");
  return new JWT({ email: data.client_email, key: data.private_key, scopes: SCOPES });
}
