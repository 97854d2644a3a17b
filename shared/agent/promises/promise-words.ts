/** A kind of deed that an agent may promise or claim. */
export type PromiseKind =
  | 'booked'
  | 'noted'
  | 'cancelled'
  | 'callback'
  | 'passed-on'
  | 'informed'
  | 'sent'
  | 'removed';

/** The words of a kind, and the tools whose success makes them true. */
type PromiseWords = {
  readonly tools: RegExp;
  /** The deed is said to be done. Each line is one form; `*` stands for any ending. */
  readonly done: string;
  /** The deed is said to follow. In a question or a condition these only offer it. */
  readonly will: string;
};

/**
 * The first person’s deeds in Hebrew, and what the office is said to do. Between two words of a form two others may
 * stand, but not in place of a `_`. A form may have the prefix ו; other prefixes make it a quotation or a condition.
 */
export const promiseWords: Readonly<Record<PromiseKind, PromiseWords>> = {
  booked: {
    tools: /book/,
    done: `
      קבעתי
      קבענו
      תיאמתי
      תאמתי
      תיאמנו
      שריינתי
      שריינו לכם
      הזמנתי לכם
      סגרתי לכם
      הזזתי
      הקדמתי
      דחיתי
      העברתי את הביקור
      העברתי את הפגישה
      שיניתי את המועד
      שיניתי את השעה
      הביקור נקבע
      הפגישה נקבעה
      נקבעה לכם
      נקבעה פגישה
    `,
    will: `
      אקבע
      נקבע לכם
      אתאם
      נתאם לכם
      אשריין
      נשריין לכם
      אני קובעת
      אני מתאמת
      אני משריינת
      קובעת לכם
      מתאמת לכם
      משריינת לכם
    `,
  },
  noted: {
    tools: /save|search|book|callback|agree|stop|task|note/,
    done: `
      רשמתי
      רשמנו
      שמרתי
      שמרנו
      תיעדתי
      עדכנתי
      ציינתי
      הוספתי
      הבקשה נרשמה
      הבקשה נשמרה
      הפנייה נרשמה
      הפרטים נרשמו
      הפרטים נשמרו
      נרשם אצל*
      נרשמה אצל*
      רשום אצל*
    `,
    will: `
      ארשום
      נרשום
      אשמור לכם
      נשמור לכם
    `,
  },
  cancelled: {
    tools: /cancel/,
    done: `
      ביטלתי
      ביטלנו
      הביקור בוטל
      הביקור מבוטל
      הפגישה בוטלה
      הפגישה מבוטלת
    `,
    will: `
      אבטל
      נבטל לכם
      אני מבטלת
      מבטלת לכם
    `,
  },
  callback: {
    tools: /callback|transfer|task/,
    done: `
      ביקשתי שיחזרו
      ביקשתי שיתקשרו
      השארתי הודעה
      השארתי לסוכן
    `,
    will: `
      אחזור אליכם
      אחזור אליך
      אחזור אלייך
      נחזור אליכם
      נחזור אליך
      נחזור אלייך
      יחזור אליכם
      יחזור אליך
      יחזור אלייך
      תחזור אליכם
      יחזרו אליכם
      יחזרו אליך
      יחזרו אלייך
      חוזרת אליכם
      חוזרים אליכם
      אתקשר אליכם
      אתקשר אליך
      נתקשר אליכם
      נתקשר אליך
      יתקשר אליכם
      יתקשר אליך
      יתקשר אלייך
      תתקשר אליכם
      יתקשרו אליכם
      יתקשרו אליך
      יתקשרו אלייך
      אצור קשר
      אצור אתכם קשר
      ניצור קשר
      ניצור אתכם קשר
      יצור קשר
      ייצור קשר
      יצרו קשר
      ייצרו קשר
      יצור אתכם קשר
      ייצור אתכם קשר
      יצרו אתכם קשר
      ייצרו אתכם קשר
      אבדוק ואחזור
      נבדוק ונחזור
    `,
  },
  'passed-on': {
    tools: /callback|save|transfer|task/,
    done: `
      העברתי את הפרטים
      העברתי את הבקשה
      העברתי את הפנייה
      העברתי את ההודעה
      העברתי הודעה
      העברתי לסוכן
      העברתי למשרד
      העברתי הלאה
      מסרתי לסוכן
      מסרתי למשרד
      מסרתי את
      דיווחתי
      טיפלתי
      סידרתי
      דאגתי ש*
    `,
    will: `
      אעביר_את
      אעביר זאת
      אעביר הלאה
      אעביר לסוכן
      אעביר למשרד
      אעביר אתכם
      נעביר_את
      נעביר לסוכן
      מעבירה אתכם
      מעביר אתכם
      מעבירה את
      אמסור לסוכן
      אמסור למשרד
      אמסור את
      נמסור לסוכן
      אדווח
      אטפל
      נטפל בזה
      אדאג ש*
      נדאג ש*
    `,
  },
  informed: {
    tools: /callback|save|agree|book|task/,
    done: `
      עדכנתי אתכם
      הודעתי ל*
    `,
    will: `
      אעדכן אתכם
      אעדכן אותך
      אעדכן את הסוכן
      נעדכן אתכם
      נעדכן אותך
      יעדכן אתכם
      יעדכנו אתכם
      יעדכנו אותך
      אודיע ל*
      נודיע לכם
      נודיע לך
      יודיעו לכם
      תקבלו עדכון
      תקבלו הודעה
      תקבלו תזכורת
      תקבלו אישור
    `,
  },
  sent: {
    tools: /agree|send|book/,
    done: `
      שלחתי
      שלחנו לכם
      נשלחה אליכם
    `,
    will: `
      אשלח
      נשלח לכם
      נשלח לך
      נשלח אליכם
      שולחת לכם
      שולחים לכם
      ישלחו לכם
      ישלח לכם
    `,
  },
  removed: {
    tools: /stop|erase/,
    done: `
      הסרתי
      הסרנו אתכם
      הוסרתם
      מחקתי
      מחקנו
    `,
    will: `
      אסיר אתכם
      נסיר אתכם
      אמחק
      נמחק את
    `,
  },
};
