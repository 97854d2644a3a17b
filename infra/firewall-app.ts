import { App } from 'aws-cdk-lib';
import { Firewall } from './firewall.ts';

// A stack of its own, because CloudFront takes a web ACL of us-east-1 alone, and the product may live elsewhere.
const app = new App();
new Firewall(app, 'AgentLocatorFirewall');
app.synth();
