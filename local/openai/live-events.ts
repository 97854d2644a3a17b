/** An error event in the middle of a session. */
export type LiveError = {
  readonly code: string;
  readonly message: string;
  readonly param?: string;
  /** The client's event that caused it. */
  readonly event_id?: string | undefined;
};

let numbered = 0;

/** Returns a new id in OpenAI's form. */
export function nameOf(kind: 'event' | 'item' | 'sess'): string {
  numbered += 1;
  return `${kind}_local${numbered}`;
}

/** Returns a server event as JSON text. */
export function toEvent(type: string, fields: object): string {
  return JSON.stringify({ type, event_id: nameOf('event'), ...fields });
}

/** Returns an error event as JSON text. */
export function toErrorEvent({ code, message, param, event_id }: LiveError): string {
  const error = { type: 'invalid_request_error', code, message, param: param ?? null };
  return toEvent('error', { error: { ...error, event_id: event_id ?? null } });
}

/**
 * Returns the events of a committed item: its words as deltas, then the complete transcript.
 * https://developers.openai.com/api/docs/guides/realtime-transcription
 */
export function toTranscriptEvents(item_id: string, transcript: string, seconds: number): string[] {
  const [place, kind] = [
    { item_id, content_index: 0 },
    'conversation.item.input_audio_transcription',
  ];
  const deltas = transcript.match(/\s*\S+/gu) ?? [];
  const usage = { type: 'duration', seconds };
  return [
    ...deltas.map((delta) => toEvent(`${kind}.delta`, { ...place, delta })),
    toEvent(`${kind}.completed`, { ...place, transcript, usage }),
  ];
}

/** Returns the event of a transcription that failed. */
export function toFailedEvent(item_id: string): string {
  const error = { type: 'server_error', code: 'transcription_failed', message: 'It failed.' };
  const type = 'conversation.item.input_audio_transcription.failed';
  return toEvent(type, { item_id, content_index: 0, error });
}
