/** What an AWS client needs besides an endpoint; the stand-ins take any credentials. */
export const localAws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;
