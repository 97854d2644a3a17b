/** The region and credentials of an AWS client here; the stand-ins accept any credentials. */
export const localAws = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
} as const;
