import type { ExchangeError } from '../account/error-log.ts';
import type { LineEvent } from '../line/line-event.ts';
import type { WebhookAttempt } from '../webhook/webhook.ts';
import type { CallerStep } from './options.ts';
import { createSoundMeter, decibels, milliseconds } from './sound-meter.ts';

/** Prints one line. */
export type Print = (line: string) => void;

/** The live account of a call. */
export interface Transcript {
  event(event: LineEvent): void;
  webhook(attempt: WebhookAttempt): void;
  step(step: CallerStep): void;
}

/** Creates a transcript that prints each thing as it happens; `errors` is the debugger. */
export function createTranscript(errors: readonly ExchangeError[], print: Print): Transcript {
  const startedAt = Date.now();
  let isStreaming = false;
  const meter = createSoundMeter(({ durationMs, dbfs }) =>
    line('stream', `sounded for ${milliseconds(durationMs)} at ${decibels(dbfs)}`),
  );

  function line(source: string, text: string) {
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    print(`${seconds.padStart(6)} s  ${source.padEnd(9)}  ${text}`);
  }

  return {
    event(event) {
      if (event.type === 'heard') {
        if (isStreaming) meter.hear(event.frame);
        return;
      }
      if (event.type === 'stream-started') isStreaming = true;
      if (event.type === 'stream-stopped') {
        isStreaming = false;
        meter.finish();
      }
      if (event.type === 'error') {
        const error = errors.at(-1);
        if (error) line('debugger', describeError(error));
        return;
      }
      const described = describeEvent(event);
      if (described) line(...described);
    },
    webhook: (attempt) => line('webhook', describeWebhook(attempt)),
    step: (step) => line('caller', describeStep(step)),
  };
}

function describeEvent(event: Exclude<LineEvent, { type: 'heard' | 'error' }>) {
  const says = (source: string, text: string) => [source, text] as const;
  switch (event.type) {
    case 'answered':
      return says('call', 'answered');
    case 'playing':
      return says('play', event.url);
    case 'said':
      return says('say', event.text);
    case 'beep':
      return says('record', 'beep');
    case 'recording-started':
      return says('record', `${event.recordingSid} begins`);
    case 'recording-ended':
      return says(
        'record',
        `ended by ${event.endedBy} with ${milliseconds(event.durationMs)} kept`,
      );
    case 'stream-refused':
      return says('stream', `refused${event.status ? ` with HTTP ${event.status}` : ''}`);
    case 'stream-started':
      return says('stream', `${event.streamSid} is open`);
    case 'stream-stopped':
      return says('stream', 'closed');
    case 'ringing':
      return says('dial', `rings at ${event.to}`);
    case 'whispered':
      return says('dial', `whispers: ${event.text}`);
    case 'bridged':
      return says('dial', 'the two are connected');
    case 'dial-ended':
      return says('dial', `ended: ${event.status}, ${milliseconds(event.talkedMs)} of talk`);
    case 'ended':
      return says('call', `ended by ${event.by}`);
    case 'stream-duplicated':
    case 'played':
    case 'spoke':
    case 'webhook':
      return undefined;
  }
}

function describeWebhook({ method, url, answer }: WebhookAttempt): string {
  const request = `${method} ${url}`;
  if (answer.kind === 'failed') return `${request} failed: ${answer.detail} (${answer.code})`;
  const { status, contentType = 'no Content-Type', body } = answer;
  const verbs = body.match(/<(?!Response\b)[A-Z][A-Za-z]*/g)?.map((tag) => `${tag}>`) ?? [];
  return [`${request} → ${status}`, body && contentType, ...verbs].filter(Boolean).join(' ');
}

function describeError({ code, level, message, url }: ExchangeError): string {
  const place = url ? ` at ${url}` : '';
  const page = code < 100_000 ? ` https://www.twilio.com/docs/api/errors/${code}` : '';
  return `${level} ${code}: ${message}${place}${page}`;
}

function describeStep(step: CallerStep): string {
  switch (step.kind) {
    case 'speak':
      return `speaks ${step.name}, ${milliseconds(step.mulaw.length / 8)}`;
    case 'press':
      return `presses ${step.keys}`;
    case 'hang-up':
      return 'hangs up';
  }
}
