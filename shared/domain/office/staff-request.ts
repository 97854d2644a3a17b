/** A request that a person of the office writes to the office's own sender. */
export type StaffRequest =
  | { readonly kind: 'take' }
  /** `number` is the place of a task in the message that they answer, from 1 on. */
  | { readonly kind: 'done'; readonly number: number | undefined }
  /** `alert` is the id in the button; without one, the message that they answer names it. */
  | { readonly kind: 'send-alert'; readonly alert: string | undefined }
  | { readonly kind: 'today' }
  | { readonly kind: 'help' };

/** The quick replies of the template that tells a person of the office: texts and payloads, as submitted. */
export const staffReplies = {
  take: { text: 'אני על זה', payload: 'take' },
  done: { text: 'טופל', payload: 'done' },
} as const;

/** The quick reply of the template that asks about an alert, as submitted: Twilio fills the blank in its payload. */
export const sendAlertReply = { text: 'שלחו', payload: 'send-alert:{{3}}' } as const;

const SEND = /^(?:שלחו|שלח(?:י)?|לשלוח|כן לשלוח|כן שלחו|send)$/u;
const SEND_PAYLOAD = /^send-alert(?::([0-9a-f]{32}))?$/;
const TAKE = /^(?:אני (?:על זה|מטפל(?:ת)?(?: בזה)?|לוקח(?:ת)?)|עליי|עלי|בטיפול|לוקח(?:ת)?|on it)$/u;
const DONE = /^(?:טופל|בוצע|סגור|נסגר|סיימתי|טיפלתי|done)(?: (?:מספר )?(\d{1,2}))?$/u;
const TODAY = /^(?:היום|יומן|מה היום|מה יש (?:לי )?היום|today)$/u;

/** Returns the request in a message: by the button that was pressed, else by its words. Other words ask for help. */
export function staffRequest(text: string, payload: string | undefined): StaffRequest {
  if (payload === staffReplies.take.payload) return { kind: 'take' };
  if (payload === staffReplies.done.payload) return { kind: 'done', number: undefined };
  const pressed = SEND_PAYLOAD.exec(payload ?? '');
  if (pressed) return { kind: 'send-alert', alert: pressed[1] };
  const words = text
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
  if (SEND.test(words)) return { kind: 'send-alert', alert: undefined };
  if (TAKE.test(words)) return { kind: 'take' };
  const done = DONE.exec(words);
  if (done) return { kind: 'done', number: done[1] === undefined ? undefined : Number(done[1]) };
  return TODAY.test(words) ? { kind: 'today' } : { kind: 'help' };
}
