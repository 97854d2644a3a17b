import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { bundle } from './bundles.ts';
import { readSettings } from './settings.ts';
import { AgentLocator } from './stack.ts';

const app = new App();
const settings = readSettings(app.node);
const bundles = await bundle(fileURLToPath(new URL('../.build', import.meta.url)));
new AgentLocator(app, 'AgentLocator', { settings, bundles });
app.synth();
