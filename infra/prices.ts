/**
 * AWS's list prices in us-east-1 in US dollars, without free allowances, from the services' price pages.
 * Prices in other Regions are up to a third higher.
 */
export const prices = {
  region: 'us-east-1',
  readAt: '2026-11',
  /** https://aws.amazon.com/fargate/pricing/ (Linux, ARM) */
  fargateVcpuHour: 0.03238,
  fargateGbHour: 0.00356,
  /** https://aws.amazon.com/elasticloadbalancing/pricing/ */
  balancerHour: 0.0225,
  balancerUnitHour: 0.008,
  /** https://aws.amazon.com/vpc/pricing/ (public IPv4 addresses) */
  publicAddressHour: 0.005,
  /** https://aws.amazon.com/lambda/pricing/ (Arm) */
  lambdaGbSecond: 0.0000133334,
  lambdaMillion: 0.2,
  /** https://aws.amazon.com/dynamodb/pricing/on-demand/ */
  dynamoWriteMillion: 0.625,
  dynamoReadMillion: 0.125,
  /** https://aws.amazon.com/api-gateway/pricing/ (HTTP APIs) */
  httpApiMillion: 1,
  /** https://aws.amazon.com/cloudfront/pricing/ (North America, Europe) */
  edgeRequestMillion: 1,
  edgeToViewerGb: 0.085,
  edgeToOriginGb: 0.02,
  /** https://aws.amazon.com/ec2/pricing/on-demand/ (data transfer out to the internet) */
  internetGb: 0.09,
  /** https://aws.amazon.com/cloudwatch/pricing/ */
  logGb: 0.5,
  metricMonth: 0.3,
  alarmMetricMonth: 0.1,
  /** https://aws.amazon.com/ses/pricing/ (mails sent, without their data) */
  mailThousand: 0.1,
  /** https://aws.amazon.com/secrets-manager/pricing/ */
  secretMonth: 0.4,
} as const;
