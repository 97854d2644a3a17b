import { durationMs, durationSeconds } from '../../account/recordings.ts';
import { type CallerRecording, recordCaller, trimSilence } from '../../line/caller-recorder.ts';
import type { RecordingEndedBy } from '../../line/line-event.ts';
import { playToCaller } from '../../line/playback.ts';
import { beep } from '../../line/tone.ts';
import { resolveUrl, type TwimlDocument, type TwimlElement } from '../document.ts';
import { TwimlFault } from '../fault.ts';
import type { Interruption } from '../interruption.ts';
import { recordingTeller, recordingUrl } from './recording-callback.ts';
import { fetchFrom, hangUp, nextVerb, type Verb } from './verb.ts';

/** `<Record>`: beeps, records the caller, and requests its action. */
export const record: Verb = async ({ element, document, call, interruption }) => {
  const { attributes } = element;
  const url = actionUrl(element, document);
  const tell = recordingTeller(element, document, call);
  if (attributes.playBeep !== 'false') {
    call.emit({ type: 'beep' });
    await playToCaller(call.line, beep, interruption.signal);
  }
  // Interrupted before the recording began: there is nothing to tell anybody.
  if (interruption.signal.aborted) return hangUp;

  const recording = call.recordings.start(call.callSid);
  const { recordingSid } = recording;
  call.emit({ type: 'recording-started', recordingSid });
  tell(recording);
  const recorded = await recordCaller(call.line, limitsOf(element), interruption.signal);

  const spoken = trimSilence(recorded.audio);
  const isEmpty = spoken.length === 0;
  const kept = attributes.trim === 'do-not-trim' && !isEmpty ? recorded.audio : spoken;
  const { emptyRecording, recordingAvailableDelayMs, recordingCallbackOrder } = call.switches;
  const isToldFirst = recordingCallbackOrder === 'before-action';
  const delayMs = isToldFirst ? 0 : recordingAvailableDelayMs;
  const absence = call.absentRecording;
  const available = call.recordings.end(recording, kept, { delayMs, absence });
  const endedBy = endedByOf(recorded, interruption);
  call.emit({ type: 'recording-ended', recordingSid, durationMs: durationMs(recording), endedBy });

  if (isEmpty && emptyRecording === 'fall-through') return nextVerb;
  const isToldLast = recordingCallbackOrder === 'after-action' && endedBy !== 'redirect';
  const due = isToldLast ? Promise.all([available, call.nextAnswer()]) : available;
  const told = due.then(() => {
    if (recording.absence) call.log({ code: recording.absence });
    tell(recording);
  });
  if (isToldFirst) await told.then(call.callbacksAnswered);
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
