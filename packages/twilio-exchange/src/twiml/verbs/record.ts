import { durationMs, durationSeconds } from '../../account/recordings.ts';
import { type CallerRecording, recordCaller, trimSilence } from '../../line/caller-recorder.ts';
import type { RecordingEndedBy } from '../../line/line-event.ts';
import { playToCaller } from '../../line/playback.ts';
import { beep } from '../../line/tone.ts';
import { resolveUrl, type TwimlDocument, type TwimlElement } from '../document.ts';
import { TwimlFault } from '../fault.ts';
import type { Interruption } from '../interruption.ts';
import { recordingNotifier, recordingUrl } from './recording-callback.ts';
import { fetchFrom, hangUp, nextVerb, type Verb } from './verb.ts';

/**
 * `<Record>`: beeps, records the caller, and requests its action.
 * @see https://www.twilio.com/docs/voice/twiml/record
 */
export const record: Verb = async ({ element, document, call, interruption }) => {
  const { attributes } = element;
  const url = actionUrl(element, document);
  const notify = recordingNotifier(element, document, call);
  if (attributes.playBeep !== 'false') {
    call.emit({ type: 'beep' });
    await playToCaller(call.line, beep, interruption.signal);
  }
  // An interruption before the recording leaves nothing to report.
  if (interruption.signal.aborted) return hangUp;

  const recording = call.recordings.start(call.callSid);
  const { recordingSid } = recording;
  call.emit({ type: 'recording-started', recordingSid });
  notify(recording);
  const recorded = await recordCaller(call.line, limitsOf(element), interruption.signal);

  const spoken = trimSilence(recorded.audio);
  const isEmpty = spoken.length === 0;
  const kept = attributes.trim === 'do-not-trim' && !isEmpty ? recorded.audio : spoken;
  const { emptyRecording, recordingAvailableDelayMs, recordingCallbackOrder } = call.switches;
  const isReportedFirst = recordingCallbackOrder === 'before-action';
  const delayMs = isReportedFirst ? 0 : recordingAvailableDelayMs;
  const absence = call.absentRecording;
  const available = call.recordings.end(recording, kept, { delayMs, absence });
  const endedBy = endedByOf(recorded, interruption);
  call.emit({ type: 'recording-ended', recordingSid, durationMs: durationMs(recording), endedBy });

  if (isEmpty && emptyRecording === 'fall-through') return nextVerb;
  const isReportedLast = recordingCallbackOrder === 'after-action' && endedBy !== 'redirect';
  const due = isReportedLast ? Promise.all([available, call.nextAnswer()]) : available;
  const reported = due.then(() => {
    if (recording.absence) call.log({ code: recording.absence });
    notify(recording);
  });
  if (isReportedFirst) await reported.then(call.callbacksAnswered);
  if (endedBy === 'redirect') return hangUp;
  return fetchFrom(url, attributes.method, {
    RecordingSid: recordingSid,
    RecordingUrl: recordingUrl(call, recording),
    RecordingDuration: durationSeconds(recording),
    Digits: digitsOf(recorded),
  });
};

function actionUrl({ attributes }: TwimlElement, document: TwimlDocument): string {
  const action = attributes.action ?? document.url;
  if (!action) throw new TwimlFault(11100, '<Record> in an inline document needs an action');
  return resolveUrl(document, action);
}

function limitsOf({ attributes }: TwimlElement) {
  return {
    silenceMs: Number(attributes.timeout ?? 5) * 1000,
    maxLengthMs: Number(attributes.maxLength ?? 3600) * 1000,
    finishOnKey: attributes.finishOnKey ?? '1234567890*#',
  };
}

function endedByOf({ endedBy }: CallerRecording, interruption: Interruption): RecordingEndedBy {
  if (endedBy !== 'interruption') return endedBy;
  return interruption.by === 'redirect' ? 'redirect' : 'hang-up';
}

function digitsOf(recorded: CallerRecording): string {
  if (recorded.endedBy === 'key') return recorded.digit;
  return recorded.endedBy === 'interruption' ? 'hangup' : '';
}
