/**
 * How long the edge keeps an error, in seconds by status. Meanwhile it answers every request for that path with it.
 * The handshake of a stream is a GET. Without these lines, one refused stream would refuse all others for ten seconds.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
export const errorCachingSeconds: Readonly<Record<number, number>> = {
  400: 0,
  403: 0,
  404: 0,
  405: 0,
  414: 0,
  416: 0,
  500: 0,
  501: 0,
  502: 0,
  503: 0,
  504: 0,
};
