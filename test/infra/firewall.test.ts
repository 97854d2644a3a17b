import { App } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { Firewall } from '#infra/firewall.ts';
import { ofType, type Template } from './synthesis.ts';

/** The requests of a thousand concurrent calls in the firewall's five minutes, all from one address. */
const TWILIO_AT_MOST = 30 * 300;

test('the firewall counts requests by address, lets Twilio through, and reads no body', () => {
  const app = new App();
  new Firewall(app, 'Firewall');
  const artifact = app.synth().getStackByName('Firewall');
  expect(artifact.environment.region).toBe('us-east-1');
  const template = artifact.template as Template & { readonly Outputs: object };
  expect(Object.keys(template.Outputs)).toEqual(['WebAclArn']);
  const [[, { Properties }] = ['', { Properties: {} }]] = ofType(template, 'AWS::WAFv2::WebACL');
  expect(Properties).toMatchObject({ Scope: 'CLOUDFRONT', DefaultAction: { Allow: {} } });
  expect(Properties.Rules).toHaveLength(1);
  const [{ Action, Statement }] = Properties.Rules;
  expect(Action).toEqual({ Block: {} });
  expect(Statement).toEqual({
    RateBasedStatement: { AggregateKeyType: 'IP', EvaluationWindowSec: 300, Limit: 15_000 },
  });
  expect(Statement.RateBasedStatement.Limit).toBeGreaterThan(TWILIO_AT_MOST);
});
