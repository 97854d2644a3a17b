/** What the agent writes without a model. */
export const messageTexts = {
  /** An answer takes longer than Twilio waits. */
  wait: 'קיבלתי, חוזרת אליכם עוד דקה.',
  /** Nothing could be kept, and nobody will know of the message. */
  sorry: 'מצטערים, יש לנו תקלה רגעית. אפשר לכתוב שוב בעוד כמה דקות, או להתקשר אלינו.',
  /** Nobody could answer, however often it was tried. */
  givenUp: 'מצטערים, לא הצלחנו לענות על ההודעה. אפשר לכתוב שוב, או להתקשר למשרד.',
  voiceNotHeard: 'לא הצלחתי לשמוע את ההודעה הקולית. אפשר לכתוב במילים?',
  tooMany: 'קיבלתי הרבה הודעות בבת אחת. אפשר לחכות דקה ולכתוב שוב?',
  optedOut: 'הוסרתם, ולא נשלח לכם עוד הודעות. כדי לחזור, כתבו "חזור".',
  optedIn: 'ברוכים השבים! במה אפשר לעזור?',
} as const;
