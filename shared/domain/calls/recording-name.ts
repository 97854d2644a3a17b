/** Names a recording by its call and by what it holds: a message, or what the caller said in a turn. */
export type RecordingName =
  | { readonly callSid: string; readonly recordingSid: string }
  | { readonly callSid: string; readonly turnId: string };

/** Names a caller's message, which Twilio recorded. */
export type VoicemailName = Extract<RecordingName, { readonly recordingSid: string }>;

const keyPattern = /^recordings\/(CA[0-9a-f]{32})\/(?:(RE[0-9a-f]{32})|(\d{3,}-\d{4,}))\.wav$/;

/** The object key of a recording: what identifies it wherever it is spoken of. */
export function recordingKey(name: RecordingName): string {
  const file = 'turnId' in name ? name.turnId : name.recordingSid;
  return `${recordingFolder(name.callSid)}${file}.wav`;
}

/** What the keys of all recordings of a call begin with. */
export function recordingFolder(callSid: string): string {
  return `recordings/${callSid}/`;
}

/** Reads an object key back; undefined where the object is no recording of ours. */
export function toRecordingName(key: string): RecordingName | undefined {
  const [, callSid, recordingSid, turnId] = keyPattern.exec(key) ?? [];
  if (callSid && recordingSid) return { callSid, recordingSid };
  return callSid && turnId ? { callSid, turnId } : undefined;
}

/** Names the turn whose words a recording holds: a message is a turn of its own. */
export function turnIdOf(name: RecordingName): string {
  return 'turnId' in name ? name.turnId : `rec-${name.recordingSid}`;
}
