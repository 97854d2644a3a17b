import type { Striker } from './striker.ts';

/** Makes DynamoDB fail. */
export const strikeStore: Striker<'store'> = async ({ fault }, { world }) => {
  await world.dynamoDb.setFault(fault);
  return () => world.dynamoDb.setFault('none');
};

/** Makes S3 fail. */
export const strikeBucket: Striker<'recordings-bucket'> = async ({ fault }, { world }) => {
  await world.s3.setFault(fault);
  return () => world.s3.setFault('none');
};
