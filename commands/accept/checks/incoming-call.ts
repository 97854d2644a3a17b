import type { TwimlElement } from 'twilio-exchange/twiml/document.ts';
import type { Check } from '#commands/accept/check.ts';
import { elementsOf, readTwiml } from '#commands/accept/twiml.ts';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { demandNone } from '#commands/deployment/verdict.ts';
import { publishedFolders, routes } from '#shared/routes.ts';

/** A signed call gets a greeting, its stream, and a redirect in case Twilio skips the stream. */
export const incomingCall: Check = {
  name: 'incoming call',
  async run(deployment) {
    const { baseUrl, call } = deployment;
    const verbs = readTwiml(await call.open());
    const ended = `${baseUrl}${routes['stream-ended'].path}?gen=1`;
    const order = verbs.map(({ name }) => name).join(', ');
    const [play, connect, redirect] = verbs;
    demandNone([
      order !== 'Play, Connect, Redirect' && `is ${order || 'empty'}, not Play, Connect, Redirect`,
      elementsOf(verbs, 'Say').length > 0 && 'speaks to callers with <Say>',
      !isPrompt(play, baseUrl) && `plays ${play?.text || 'nothing'}, not a prompt of ${baseUrl}`,
      connect?.attributes['action'] !== ended && `its <Connect> does not ask ${ended}`,
      ...problemsOfStream(connect?.children ?? [], deployment),
      redirect?.text !== ended && `its <Redirect> does not ask ${ended}`,
    ]);
    return `Play, Connect/Stream, Redirect; every URL is of ${baseUrl}`;
  },
};

function isPrompt(play: TwimlElement | undefined, baseUrl: string): boolean {
  const { path, extension } = publishedFolders.prompts;
  const url = play?.text ?? '';
  return url.startsWith(`${baseUrl}${path}/`) && url.endsWith(`.${extension}`);
}

function problemsOfStream(
  [stream, ...others]: readonly TwimlElement[],
  { baseUrl, streamUrl, call }: Deployment,
): (string | false)[] {
  if (stream?.name !== 'Stream' || others.length > 0) return ['has not one <Stream> in <Connect>'];
  const { url, statusCallback = '' } = stream.attributes;
  const parameters = new Map(
    stream.children.map(({ attributes }) => [attributes['name'], attributes['value']]),
  );
  const status = `${baseUrl}${routes['stream-status'].path}?gen=1`;
  return [
    url !== streamUrl && `its <Stream> opens ${url}, not ${streamUrl}`,
    statusCallback !== status && `its <Stream> does not report to ${status}`,
    parameters.get('call_sid') !== call.callSid && 'its <Parameter> call_sid is not the call’s',
    !parameters.get('token') && 'has no <Parameter> token',
  ];
}
