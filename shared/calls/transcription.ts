import type { CallLog } from '#shared/domain/calls/call-log.ts';
import { type RecordingName, turnIdOf } from '#shared/domain/calls/recording-name.ts';
import { isLast, type RecordingWork } from '#shared/domain/calls/recording-work.ts';
import type { Lease } from '#shared/domain/lease.ts';
import { log } from '#shared/log.ts';
import { tellVoicemail } from '#shared/office/voicemail-task.ts';
import type {
  CallLogs,
  CallTurns,
  RecordedTurn,
  Recordings,
  Telephony,
} from '#shared/ports/calls.ts';
import type { Interactions } from '#shared/ports/messages.ts';
import type { Transcriber } from '#shared/ports/speech.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import { survive } from '#shared/survival.ts';
import { enterCall } from './call-entry.ts';
import { recordTranscript } from './call-transcript.ts';

/** The collaborators that transcribe a recording. */
export type TranscriptionParts = {
  readonly calls: Pick<CallLogs, 'find' | 'raise' | 'transcribe'>;
  readonly turns: Pick<CallTurns, 'claim' | 'settle' | 'ofCall'>;
  readonly interactions: Pick<Interactions, 'receive' | 'reply'>;
  readonly tasks: Pick<Tasks, 'find' | 'ofContact' | 'revise' | 'done'>;
  readonly recordings: Pick<Recordings, 'get'>;
  readonly transcriber: Transcriber;
  readonly telephony: Pick<Telephony, 'find'>;
};

/** The limit on one transcription: two minutes of speech take seconds, and the function lives two minutes. */
export const TRANSCRIPTION_DEADLINE_MS = 60_000;
/**
 * Two seconds, with the header: a caller who hangs up at the beep leaves less. Twilio’s WAV has 128 kbit/s.
 * https://www.twilio.com/docs/voice/api/recording
 */
const SHORT_VOICEMAIL_BYTES = 44 + 2 * 16_000;
/** The lease on a recording: the deadline, with a margin for the reads and writes around it. */
const LEASE_MS = 90_000;

/**
 * Returns a function that writes a recording's transcript to its turn and its call.
 * It returns `held` while another invocation holds the lease, and throws VendorFailed if a vendor fails.
 */
export function transcription(parts: TranscriptionParts) {
  const { calls, turns, interactions, tasks, recordings, transcriber, telephony } = parts;

  /** Asks Twilio for the caller if the first webhook was lost: a recording carries no phone numbers. */
  const nameCaller = async (callSid: string) => {
    const call = await telephony.find(callSid);
    return call && enterCall({ calls, interactions }, call);
  };

  const transcribe = async (
    work: RecordingWork,
    turn: RecordedTurn,
    { lease, call }: { readonly lease: Lease; readonly call: CallLog | undefined },
  ) => {
    try {
      const signal = AbortSignal.timeout(TRANSCRIPTION_DEADLINE_MS);
      const wav = await recordings.get(work.name, signal);
      const text = await transcriber.transcribe(wav, signal);
      if (!('turnId' in work.name)) {
        const isShort = wav.length <= SHORT_VOICEMAIL_BYTES;
        await tellVoicemail(tasks, work.name, { text, contact: call?.contact, isShort });
      }
      await turns.settle(turn, lease, { transcription: 'done', user_text: text });
      log.info('recording.transcribed', { ...work.name, characters: text.length });
    } catch (error) {
      // Releases the lease, so that the next attempt need not wait for its end.
      const outcome = { transcription: isLast(work) ? 'failed' : 'pending' } as const;
      await survive('recording.not-released', turns.settle(turn, lease, outcome));
      throw error;
    }
  };

  return async (work: RecordingWork): Promise<'done' | 'held'> => {
    const { callSid } = work.name;
    const call = await calls.find(callSid);
    if (call?.erased_at !== undefined) return 'done';
    const at = Date.now();
    const [turn, lease] = [turnOf(work.name), { at, until: at + LEASE_MS }];
    const claim = await turns.claim(turn, lease);
    if (claim === 'held') return 'held';
    const named =
      call?.from_number === undefined ? await survive('call.not-named', nameCaller(callSid)) : call;
    if (claim === 'claimed') await transcribe(work, turn, { lease, call: named });
    await recordTranscript({ calls, turns, interactions }, callSid);
    return 'done';
  };
}

function turnOf(name: RecordingName): RecordedTurn {
  const mode = 'turnId' in name ? 'rescued' : 'recording';
  return { call_sid: name.callSid, id: turnIdOf(name), mode };
}
