import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { BYTES_PER_MS, fromPcm16 } from '@agent-locator/audio/mulaw.ts';
import { samplesOfTelephoneWav } from '@agent-locator/audio/wav.ts';
import type { Phrasebook } from '#local/phrasebook/phrasebook.ts';
import { refusedField } from './hearing-rules.ts';
import { answerJson, type Inquiry, refuse } from './inquiry.ts';
import { badRequest, tooLarge } from './refusals.ts';

/** OpenAI's limit on an upload, 25 MB: https://developers.openai.com/api/docs/guides/speech-to-text */
const MAX_UPLOAD_BYTES = 25 * 1024 * 1024;

/** Serves `POST /v1/audio/transcriptions`: the phrasebook recognises the phrases of the file by their bytes. */
export async function transcribe(inquiry: Inquiry, phrasebook: Phrasebook): Promise<void> {
  const { request, response, latencies, gone, note } = inquiry;
  const upload = await readUpload(request);
  if (!upload) return refuse(response, tooLarge);
  const form = await toForm(request, upload);
  const file = form?.get('file');
  const model = form?.get('model');
  if (!form || !(file instanceof File)) return refuse(response, badRequest('file is required.'));
  if (!model) return refuse(response, badRequest('you must provide a model parameter'));

  const fields = toFields(form);
  note(fields);
  const refused = refusedField({ ...fields, model: `${model}` });
  if (refused) return refuse(response, badRequest(`Invalid value: '${refused}'.`));
  const samples = samplesOfTelephoneWav(Buffer.from(await file.arrayBuffer()));
  if (!samples) {
    return refuse(response, badRequest('The stand-in hears WAV files of PCM16, mono, 8 kHz only.'));
  }
  const text = phrasebook.recognise(fromPcm16(samples));
  await delay(latencies.transcribeMs, undefined, { signal: gone });
  const seconds = Math.ceil(samples.length / BYTES_PER_MS / 1000);
  answerJson(inquiry, { text, usage: { type: 'duration', seconds } });
}

async function readUpload(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_UPLOAD_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The texts of a form; a name that ends in [] is a list, and is told without its brackets. */
function toFields(form: FormData): Record<string, string | string[]> {
  const texts = [...form].filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(
    texts.map(([name, value]) =>
      name.endsWith('[]') ? [name.slice(0, -2), form.getAll(name).map(String)] : [name, `${value}`],
    ),
  );
}

async function toForm(request: IncomingMessage, body: Uint8Array<ArrayBuffer>) {
  const headers = { 'content-type': request.headers['content-type'] ?? '' };
  return new Response(body, { headers }).formData().catch(() => undefined);
}
