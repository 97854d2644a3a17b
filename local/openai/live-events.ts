/** What OpenAI says no with in the middle of a session. */
export type LiveError = {
  readonly code: string;
  readonly message: string;
  readonly param?: string;
  /** The client's event that it is about. */
  readonly event_id?: string | undefined;
};

let numbered = 0;

/** A name as OpenAI gives them, never given twice. */
export function nameOf(kind: 'event' | 'item' | 'sess'): string {
  numbered += 1;
  return `${kind}_local${numbered}`;
}

/** An event as it goes over the wire. */
export function toEvent(type: string, fields: object): string {
  return JSON.stringify({ type, event_id: nameOf('event'), ...fields });
}

/** An error as it goes over the wire. */
export function toErrorEvent({ code, message, param, event_id }: LiveError): string {
  const error = { type: 'invalid_request_error', code, message, param: param ?? null };
  return toEvent('error', { error: { ...error, event_id: event_id ?? null } });
}

/** The events that follow a commit: its item, and its words as they are understood. */
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

/** The event that follows a commit whose words do not come. */
export function toFailedEvent(item_id: string): string {
  const error = { type: 'server_error', code: 'transcription_failed', message: 'It failed.' };
  const type = 'conversation.item.input_audio_transcription.failed';
  return toEvent(type, { item_id, content_index: 0, error });
}
