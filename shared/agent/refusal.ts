/** The agent's words where the model refuses to answer: its own refusal may be in English. */
export const REFUSAL_TEXT =
  'סליחה, בזה אני לא יכולה לעזור. אפשר לעזור לכם במשהו אחר, או שיחזרו אליכם מהמשרד?';
