import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { RING_S } from '#shared/domain/calls/hand-over.ts';
import type { PromptName } from '#shared/prompts.ts';
import { publishedFolders, routes } from '#shared/routes.ts';

/** The origin and stream URL of every document. Its URLs are absolute, because TwiML pushed into a live call has no base. */
export type PublicUrls = { readonly publicBaseUrl: string; readonly streamUrl: string };

/** A sound that Twilio plays, or a pause that it makes, before it opens a stream. */
export type Wait = { readonly prompt: PromptName } | { readonly pauseS: number };

/** The prompts that ask for a voicemail: after a failure, and beyond a ceiling. */
export type AskingPrompt = Extract<PromptName, 'fallback_he' | 'calls_at_once_he' | 'day_over_he'>;

type Connect = {
  readonly callSid: string;
  readonly gen: number;
  readonly token: string;
  /** Played or waited before the stream opens. */
  readonly waits?: readonly Wait[];
};

/** The phone that a hand-over rings: the caller's call, its generation, and the phone's index. */
export type Ringing = { readonly callSid: string; readonly gen: number; readonly ring: number };

type Dial = Ringing & { readonly phone: string; readonly callerId: string };

/** Voicemail limits in seconds: the silence that ends it, and its greatest length. https://www.twilio.com/docs/voice/twiml/record */
const RECORD_SILENCE_S = 5;
const RECORD_MAX_S = 120;

/** The time to press the key after the whisper, in seconds. https://www.twilio.com/docs/voice/twiml/gather */
const ACCEPT_S = 4;
/** The key that takes a call. */
export const ACCEPT_KEY = '1';
/** Twilio's synthetic voice, which only staff hears and callers never do. */
const STAFF_VOICE = { voice: 'Google.he-IL-Wavenet-A', language: 'he-IL' } as const;
/** How often the whisper is said: a person may still be picking up during the first one. */
const WHISPER_TIMES = 2;

/** Returns the builders of every TwiML document, on the public URLs: https://www.twilio.com/docs/voice/twiml */
export function twimlDocuments({ publicBaseUrl, streamUrl }: PublicUrls) {
  const urlOf = (route: keyof typeof routes, query = '') =>
    `${publicBaseUrl}${routes[route].path}${query}`;
  const urlOfPrompt = (name: PromptName) =>
    `${publicBaseUrl}${publishedFolders.prompts.path}/${name}.mp3`;
  // The whisper runs in a call of its own, so its URL names the caller's.
  const whisperUrl = ({ callSid, gen, ring }: Ringing, further = '') =>
    urlOf('dial-whisper', `?call=${callSid}&gen=${gen}&ring=${ring}${further}`);

  return {
    /** Opens a media stream; at its end, or if Twilio skips the `<Connect>`, it asks `stream_ended`. */
    connect({ callSid, gen, token, waits = [] }: Connect): string {
      const response = new VoiceResponse();
      for (const wait of waits) {
        if ('prompt' in wait) response.play(urlOfPrompt(wait.prompt));
        else response.pause({ length: wait.pauseS });
      }
      const ended = urlOf('stream-ended', `?gen=${gen}`);
      const stream = response.connect({ action: ended }).stream({
        url: streamUrl,
        statusCallback: urlOf('stream-status', `?gen=${gen}`),
      });
      stream.parameter({ name: 'call_sid', value: callSid });
      stream.parameter({ name: 'token', value: token });
      response.redirect(ended);
      return response.toString();
    },

    /** Asks for a voicemail, records it, and says goodbye even if Twilio skips an empty recording's action. */
    record(asking: AskingPrompt = 'fallback_he'): string {
      const response = new VoiceResponse();
      response.play(urlOfPrompt(asking));
      response.record({
        action: urlOf('handle-recording'),
        timeout: RECORD_SILENCE_S,
        maxLength: RECORD_MAX_S,
        finishOnKey: '#',
        playBeep: true,
        recordingStatusCallback: urlOf('recording-status'),
        recordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
      });
      response.redirect(urlOf('handle-recording'));
      return response.toString();
    },

    /** Rings a person of the office from our own number, because carriers may refuse the caller's. */
    dial({ callSid, gen, ring, phone, callerId }: Dial): string {
      const response = new VoiceResponse();
      if (ring > 0) response.play(urlOfPrompt('next_person_he'));
      const action = urlOf('dial-ended', `?gen=${gen}&ring=${ring}`);
      // The caller hears ringing during the whisper: https://www.twilio.com/docs/voice/twiml/number
      const dial = response.dial({ action, callerId, timeout: RING_S, answerOnBridge: true });
      dial.number({ url: whisperUrl({ callSid, gen, ring }) }, phone);
      return response.toString();
    },

    /**
     * Announces a call to a person of the office, and asks for the key: voicemail presses none.
     * https://www.twilio.com/docs/voice/twiml/number
     */
    whisper(words: string, ringing: Ringing): string {
      const response = new VoiceResponse();
      const key = { numDigits: 1, timeout: ACCEPT_S };
      const gather = response.gather({ ...key, action: whisperUrl(ringing) });
      gather.say({ ...STAFF_VOICE, loop: WHISPER_TIMES }, words);
      response.hangup();
      return response.toString();
    },

    /** Tells a person who pressed the key of the caller and the matter, then asks once more and is connected. */
    matter(words: string, ringing: Ringing): string {
      const response = new VoiceResponse();
      response.say(STAFF_VOICE, words);
      response.redirect(whisperUrl(ringing, '&told=1'));
      return response.toString();
    },

    /** Thanks for a voicemail and hangs up. */
    thanks(): string {
      const response = new VoiceResponse();
      response.play(urlOfPrompt('thanks_he'));
      response.hangup();
      return response.toString();
    },

    /** Refuses a call before it is answered, as a busy phone does. */
    reject(): string {
      const response = new VoiceResponse();
      response.reject({ reason: 'busy' });
      return response.toString();
    },

    /** Hangs up. */
    hangUp(): string {
      const response = new VoiceResponse();
      response.hangup();
      return response.toString();
    },

    /** Does nothing: for a call that is over, or a whisper that is done. */
    nothing(): string {
      return new VoiceResponse().toString();
    },
  };
}

/** The builders as one object. */
export type TwimlDocuments = ReturnType<typeof twimlDocuments>;
