import { Aws } from 'aws-cdk-lib';
import { Secret, type SecretStringGenerator } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { SecretName } from '#shared/config/secrets.ts';
import { acknowledge } from './rule-exceptions.ts';
import { removalOf, type Settings } from './settings.ts';

/**
 * The secrets of a deployment: the stack creates them, an operator fills them in. There are two, because most functions
 * need Twilio’s token, and only few the keys of the models.
 */
export class Secrets extends Construct {
  readonly arns: Readonly<Record<SecretName, string>>;

  constructor(scope: Construct, id: string, { stage }: Pick<Settings, 'stage'>) {
    super(scope, id);
    const secretOf = (name: string, values: string, generated: SecretStringGenerator) => {
      const secret = new Secret(this, name, {
        description: `AgentLocator: ${values}`,
        generateSecretString: { ...generated, passwordLength: 64, excludePunctuation: true },
        removalPolicy: removalOf(stage),
      });
      acknowledge(secret, {
        SMG4: 'Other vendors’ keys cannot be rotated automatically; docs/deploy.md describes the rotation by hand.',
      });
      return secret.secretArn;
    };
    this.arns = {
      // A deployment that is updated keeps its tokens only under this name.
      twilio: secretOf('Secret', 'twilioAuthToken, streamTokenKey', {
        // The service starts before an operator fills the secrets in. Until then no valid signature exists for this token.
        secretStringTemplate: JSON.stringify({ twilioAuthToken: `not-yet-set-${Aws.STACK_ID}` }),
        generateStringKey: 'streamTokenKey',
      }),
      // A new secret has some value. No code reads this one, so until an operator fills it in, both vendors are disabled.
      // Keys beside Twilio’s tokens, from the time of one secret, serve meanwhile.
      models: secretOf('Models', 'openaiApiKey, googleCredentialsJson', {
        secretStringTemplate: '{}',
        generateStringKey: 'notYetSet',
      }),
    };
  }
}
