import type { EnvironmentReader } from './environment.ts';
import { isLoopback } from './loopback.ts';

/** The vendors of calls and messages: their servers, models and voices. */
export type VendorsConfig = {
  readonly twilio: { readonly accountSid: string; readonly apiBaseUrl: string };
  readonly openai: OpenAiConfig;
  readonly google: GoogleConfig;
};

/** The configuration of OpenAI’s models. */
export type OpenAiConfig = {
  readonly baseUrl: string;
  /** Transcribes recordings. */
  readonly transcriptionModel: string;
  /** Transcribes a call while it goes on. */
  readonly liveTranscriptionModel: string;
  readonly replyModel: string;
};

/** The configuration of Google’s voices. */
export type GoogleConfig = {
  /** `host:port`; without TLS only if the host is loopback. */
  readonly endpoint: string;
  readonly voice: string;
  /** Speaks sentence by sentence when streaming in the first voice fails. */
  readonly fallbackVoice: string;
  /** A factor: 1 is the voice's own rate. */
  readonly speakingRate: number;
};

/** Reads the vendors' part of the configuration. */
export function readVendors(reader: EnvironmentReader): VendorsConfig {
  const { text, number } = reader;
  const accountSid = text('TWILIO_ACCOUNT_SID');
  if (accountSid && !/^AC[0-9a-f]{32}$/i.test(accountSid)) {
    reader.report('TWILIO_ACCOUNT_SID must be AC and 32 hex digits');
  }
  return {
    twilio: {
      accountSid,
      apiBaseUrl: url(reader, 'TWILIO_API_BASE_URL', 'https://api.twilio.com'),
    },
    openai: {
      baseUrl: url(reader, 'OPENAI_BASE_URL', 'https://api.openai.com/v1'),
      transcriptionModel: text('OPENAI_TRANSCRIPTION_MODEL', 'gpt-transcribe'),
      liveTranscriptionModel: text('OPENAI_LIVE_TRANSCRIPTION_MODEL', 'gpt-live-transcribe'),
      replyModel: text('OPENAI_REPLY_MODEL', 'gpt-6-luna'),
    },
    google: {
      endpoint: text('GOOGLE_TTS_ENDPOINT', 'texttospeech.googleapis.com:443'),
      voice: text('GOOGLE_TTS_VOICE', 'he-IL-Chirp3-HD-Kore'),
      fallbackVoice: text('GOOGLE_TTS_FALLBACK_VOICE', 'he-IL-Wavenet-A'),
      speakingRate: number('GOOGLE_TTS_SPEAKING_RATE', 1.05, { min: 0.25, max: 2 }),
    },
  };
}

function url(reader: EnvironmentReader, name: string, fallback: string): string {
  const value = reader.text(name, fallback).replace(/\/+$/, '');
  const parsed = URL.parse(value);
  if (!parsed) reader.report(`${name} must be a URL, not "${value}"`);
  else if (parsed.protocol !== 'https:' && !isLoopback(parsed.hostname)) {
    reader.report(`${name} must be https unless its host is loopback, not "${value}"`);
  }
  return value;
}
