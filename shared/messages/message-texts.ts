/** The fixed texts of the agent on WhatsApp. */
export const messageTexts = {
  /** Sent if an answer takes longer than Twilio waits. */
  wait: 'קיבלתי, חוזרת אליכם עוד דקה.',
  /** Sent if the message could not be stored, so that no worker will answer it. */
  sorry: 'מצטערים, יש לנו תקלה רגעית. אפשר לכתוב שוב בעוד כמה דקות, או להתקשר אלינו.',
  /** Sent after the last failed attempt to answer. */
  givenUp: 'מצטערים, לא הצלחנו לענות על ההודעה. אפשר לכתוב שוב, או להתקשר למשרד.',
  voiceNotHeard: 'לא הצלחתי לשמוע את ההודעה הקולית. אפשר לכתוב במילים?',
  tooMany: 'קיבלתי הרבה הודעות בבת אחת. אפשר לחכות דקה ולכתוב שוב?',
  tomorrow: 'היום כבר לא נוכל להמשיך לענות כאן. אפשר להתקשר אלינו, או לכתוב שוב מחר.',
  optedOut:
    'הוסרתם, ולא נשלח לכם עוד הודעות ביוזמתנו. על שאלות שתכתבו כאן נענה. כדי לקבל שוב הודעות, כתבו "חזור".',
  optedIn: 'ברוכים השבים! במה אפשר לעזור?',
} as const;
