import { toRfc2822 } from '../../account/call-parameters.ts';
import { durationSeconds, type Recording } from '../../account/recordings.ts';
import { toMethod } from '../../webhook/webhook.ts';
import { resolveUrl, type TwimlDocument, type TwimlElement } from '../document.ts';
import type { LiveCall } from './verb.ts';

/**
 * Returns a function that reports a recording's status, if the document asks for it.
 * @see https://www.twilio.com/docs/voice/twiml/record#recordingstatuscallback
 */
export function recordingNotifier(
  { attributes }: TwimlElement,
  document: TwimlDocument,
  call: LiveCall,
): (recording: Recording) => void {
  const wanted = (attributes.recordingStatusCallbackEvent ?? 'completed').split(/\s+/);
  const callback = attributes.recordingStatusCallback;
  const url = callback && resolveUrl(document, callback);
  return function notify(recording) {
    if (!url || !wanted.includes(recording.status)) return;
    call.callBack({
      url,
      method: toMethod(attributes.recordingStatusCallbackMethod),
      parameters: {
        AccountSid: call.account.accountSid,
        CallSid: recording.callSid,
        RecordingSid: recording.recordingSid,
        RecordingUrl: recordingUrl(call, recording),
        RecordingStatus: recording.status,
        RecordingDuration: durationSeconds(recording),
        RecordingChannels: '1',
        RecordingStartTime: toRfc2822(recording.startedAt),
        RecordingSource: 'RecordVerb',
        RecordingTrack: 'inbound',
        ErrorCode: String(recording.absence ?? 0),
      },
    });
  };
}

/** Returns the URL of a recording's media, without an extension. */
export function recordingUrl(
  { apiBaseUrl, account }: LiveCall,
  { recordingSid }: Recording,
): string {
  return `${apiBaseUrl}/2010-04-01/Accounts/${account.accountSid}/Recordings/${recordingSid}`;
}
