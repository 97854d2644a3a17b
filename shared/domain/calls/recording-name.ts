/** The name of a recording: its call, and the voicemail or the turn that it holds. */
export type RecordingName =
  | { readonly callSid: string; readonly recordingSid: string }
  | { readonly callSid: string; readonly turnId: string };

/** The name of a voicemail, which Twilio recorded. */
export type VoicemailName = Extract<RecordingName, { readonly recordingSid: string }>;

const keyPattern = /^recordings\/(CA[0-9a-f]{32})\/(?:(RE[0-9a-f]{32})|(\d{3,}-\d{4,}))\.wav$/;

/** Returns the S3 object key of a recording, which also identifies it in schedules and logs. */
export function recordingKey(name: RecordingName): string {
  const file = 'turnId' in name ? name.turnId : name.recordingSid;
  return `${recordingFolder(name.callSid)}${file}.wav`;
}

/** Returns the key prefix of all recordings of a call. */
export function recordingFolder(callSid: string): string {
  return `recordings/${callSid}/`;
}

/** Parses an object key; returns undefined for any object that is not a recording. */
export function toRecordingName(key: string): RecordingName | undefined {
  const [, callSid, recordingSid, turnId] = keyPattern.exec(key) ?? [];
  if (callSid && recordingSid) return { callSid, recordingSid };
  return callSid && turnId ? { callSid, turnId } : undefined;
}

/** Returns the id of the turn whose words a recording holds; a voicemail is a turn of its own. */
export function turnIdOf(name: RecordingName): string {
  return 'turnId' in name ? name.turnId : `rec-${name.recordingSid}`;
}
