import type { TwimlElement } from 'twilio-exchange/twiml/document.ts';
import type { Check } from '#commands/accept/check.ts';
import { elementsOf, readTwiml } from '#commands/accept/twiml.ts';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { Broken, demandNone } from '#commands/deployment/verdict.ts';
import { fallbackDocumentPath } from '#shared/routes.ts';

/** The static TwiML asks for a voicemail, thanks for it and hangs up without any other service. */
export const fallbackDocuments: Check = {
  name: 'fallback documents',
  async run(deployment) {
    const asks = await read(deployment, fallbackDocumentPath);
    const thanksPath = pathOf(deployment, asks.verbs.at(-1)?.text);
    const thanks = await read(deployment, thanksPath);
    const action = pathOf(deployment, asks.verbs[1]?.attributes['action']);
    demandNone([
      asks.order !== 'Play, Record, Redirect' && `${fallbackDocumentPath} is ${asks.order}`,
      action !== thanksPath && 'a voicemail is not thanked for',
      thanks.order !== 'Play, Hangup' && `${thanksPath} is ${thanks.order}`,
    ]);
    return `${asks.order}; ${thanks.order}; text/xml`;
  },
};

async function read(deployment: Deployment, path: string) {
  const verbs = await deployment.requests.get(path).then(readTwiml).catch(named(path));
  if (elementsOf(verbs, 'Say').length > 0) throw new Broken(`${path} speaks to callers with <Say>`);
  for (const play of elementsOf(verbs, 'Play')) await demandAudio(deployment, play);
  return { verbs, order: verbs.map(({ name }) => name).join(', ') };
}

async function demandAudio(deployment: Deployment, { text }: TwimlElement): Promise<void> {
  const path = pathOf(deployment, text);
  const { status } = await deployment.requests.head(path);
  if (status !== 200) throw new Broken(`it plays ${path}, which answers ${status}`);
}

/** Resolves a URL of a document, which is relative to the document, to its path. */
function pathOf({ baseUrl }: Deployment, url = ''): string {
  const meant = URL.parse(url, baseUrl + fallbackDocumentPath);
  if (meant?.origin === baseUrl) return meant.pathname;
  throw new Broken(`${fallbackDocumentPath} continues at ${url || 'nothing'}`);
}

function named(path: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Broken)) throw error;
    throw new Broken(`${path} ${error.message}`, { cause: error });
  };
}
