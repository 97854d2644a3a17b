import { Aws } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './rule-exceptions.ts';
import { removalOf, type Settings } from './settings.ts';

/** The one secret of a deployment: the stack creates it, an operator fills it in. */
export class Secrets extends Construct {
  readonly secret: Secret;

  constructor(scope: Construct, id: string, { stage }: Pick<Settings, 'stage'>) {
    super(scope, id);
    this.secret = new Secret(this, 'Secret', {
      description:
        'AgentLocator: twilioAuthToken, streamTokenKey, openaiApiKey, googleCredentialsJson',
      generateSecretString: {
        // The service starts before an operator fills the secret in. Until then no valid signature exists for this token.
        secretStringTemplate: JSON.stringify({ twilioAuthToken: `not-yet-set-${Aws.STACK_ID}` }),
        generateStringKey: 'streamTokenKey',
        passwordLength: 64,
        excludePunctuation: true,
      },
      removalPolicy: removalOf(stage),
    });
    acknowledge(this.secret, {
      SMG4: 'Other vendors’ keys cannot be rotated automatically; docs/deploy.md describes the rotation by hand.',
    });
  }
}
