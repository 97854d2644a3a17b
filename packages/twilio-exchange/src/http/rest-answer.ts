/** The REST API's answer to one request. */
export type RestAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** Returns an answer with a JSON resource. */
export function restJson(resource: object, status = 200): RestAnswer {
  const headers = { 'Content-Type': 'application/json' };
  return { status, headers, body: JSON.stringify(resource) };
}

/**
 * Returns a refusal with one of Twilio's codes.
 * @see https://www.twilio.com/docs/api/errors
 */
export function restError(status: number, code: number, message: string): RestAnswer {
  const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
  return restJson({ code, message, more_info: moreInfo, status }, status);
}

/** Returns the refusal of a request for an unknown resource. */
export function notFound(pathname: string): RestAnswer {
  return restError(404, 20404, `The requested resource ${pathname} was not found`);
}
