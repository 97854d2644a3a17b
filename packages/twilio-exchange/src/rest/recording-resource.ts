import { toMp3 } from '@agent-locator/audio/mp3.ts';
import { toPcm16 } from '@agent-locator/audio/mulaw.ts';
import { toWav } from '@agent-locator/audio/wav.ts';
import type { Account } from '../account/account.ts';
import { toRfc2822 } from '../account/call-parameters.ts';
import { durationSeconds, type Recording } from '../account/recordings.ts';
import { notFound, type RestAnswer, restError, restJson } from '../http/rest-answer.ts';
import { isAskedFor, isWithinDays, restPage } from '../http/rest-list.ts';

/** The MP3 of a recording: https://www.twilio.com/docs/voice/api/recording */
const MP3 = { sampleRate: 8_000, kbps: 32 };

/** A request for one recording that has not been deleted. */
export type RecordingRequest = {
  readonly recording: Recording;
  readonly extension: string;
  readonly method: string;
  readonly query: URLSearchParams;
  readonly account: Account;
};

/**
 * Reads a recording or its media, or deletes it.
 * @see https://www.twilio.com/docs/voice/api/recording
 */
export function readRecording(request: RecordingRequest): RestAnswer {
  const { recording, extension, method, query, account } = request;
  if (method === 'DELETE') {
    recording.status = 'deleted';
    recording.audio = new Uint8Array();
    return { status: 204, headers: {}, body: '' };
  }
  if (extension === '.json') return restJson(toRecordingJson(recording, account));
  if (query.get('RequestedChannels') === '2') {
    return restError(400, 20001, 'The recording has one channel');
  }
  if (recording.status !== 'completed') return notFound(recording.recordingSid);
  const { audio } = recording;
  return extension === '.mp3'
    ? { status: 200, headers: { 'Content-Type': 'audio/mpeg' }, body: toMp3(toPcm16(audio), MP3) }
    : { status: 200, headers: { 'Content-Type': 'audio/x-wav' }, body: toWav(audio) };
}

/** Returns the page of recordings that a URL asks for; `recordings` are those of the account, oldest first. */
export function listRecordings(
  recordings: readonly Recording[],
  url: URL,
  account: Account,
): RestAnswer {
  const { searchParams: query } = url;
  const withDeleted = query.get('IncludeSoftDeleted') === 'true';
  const items = recordings
    .filter(
      (recording) =>
        (withDeleted || recording.status !== 'deleted') &&
        isAskedFor(recording.callSid, 'CallSid', query) &&
        isWithinDays(recording.startedAt, 'DateCreated', query),
    )
    .reverse()
    .map((recording) => toRecordingJson(recording, account));
  return restPage({ key: 'recordings', items }, url);
}

function toRecordingJson(recording: Recording, { accountSid }: Account) {
  const uri = `/2010-04-01/Accounts/${accountSid}/Recordings/${recording.recordingSid}`;
  return {
    account_sid: accountSid,
    api_version: '2010-04-01',
    call_sid: recording.callSid,
    conference_sid: null,
    channels: 1,
    date_created: toRfc2822(recording.startedAt),
    date_updated: toRfc2822(recording.updatedAt),
    start_time: toRfc2822(recording.startedAt),
    price: null,
    price_unit: 'USD',
    duration: recording.status === 'completed' ? durationSeconds(recording) : null,
    sid: recording.recordingSid,
    source: 'RecordVerb',
    status: recording.status,
    error_code: recording.absence ?? null,
    uri: `${uri}.json`,
    subresource_uris: {},
    encryption_details: null,
    media_url: uri,
  };
}
