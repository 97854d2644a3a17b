import { describe, expect, test } from 'vitest';
import { promiseGate } from '#shared/agent/promises/promise-gate.ts';
import { unkeptPromises } from '#shared/agent/promises/promises.ts';
import { REFUSAL_TEXT } from '#shared/agent/refusal.ts';

describe('a sentence promises, or claims, a deed', () => {
  test.for([
    ['booked', 'קבעתי לכם ביקור ליום ראשון בעשר.'],
    ['booked', 'מצוין, אז קבעתי ליום ראשון.'],
    ['booked', 'יופי! וקבענו לכם פגישה.'],
    ['booked', 'הביקור שלכם נקבע למחר בעשר.'],
    ['booked', 'העברתי לכם את הביקור ליום שני.'],
    ['booked', 'אני קובעת לכם ליום ראשון.'],
    ['booked', 'שריינתי את השעה.'],
    ['booked', 'קָבַעְתִּי לכם.'],
    ['booked', 'קבעתי לכם ליום ראשון, מתאים?'],
    ['noted', 'רשמתי.'],
    ['noted', 'שלושה חדרים, רשמתי. ומה התקציב?'],
    ['noted', 'הפרטים שלכם נשמרו.'],
    ['noted', 'עדכנתי את התקציב.'],
    ['cancelled', 'ביטלתי את הביקור.'],
    ['cancelled', 'הביקור שלכם בוטל.'],
    ['callback', 'נחזור אליכם בהקדם.'],
    ['callback', 'סוכן מהמשרד יחזור אליכם היום.'],
    ['callback', 'לא, אין צורך, נחזור אליכם.'],
    ['callback', 'יוסי יתקשר מחר בבוקר אליכם.'],
    ['callback', 'ניצור איתכם קשר.'],
    ['passed-on', 'אעביר את הפרטים לסוכן.'],
    ['transferred', 'מעבירה אתכם לנציג.'],
    ['transferred', 'רגע, אני מקשרת אותך לסוכן.'],
    ['transferred', 'מחברת אתכם.'],
    ['booked', 'הביקור קבוע למחר בעשר.'],
    ['booked', 'הפגישה שלכם מאושרת.'],
    ['booked', 'הביקור מתואם עם יוסי.'],
    ['booked', 'אתם רשומים למחר בעשר.'],
    ['booked', 'הכנסתי אתכם ליומן.'],
    ['booked', 'המועד שמור לכם.'],
    ['booked', 'מצוין, נתראה מחר בעשר.'],
    ['booked', 'הסוכן יחכה לך מחר.'],
    ['booked', 'יוסי יפגוש אותך שם.'],
    ['booked', 'סוכן יגיע מחר בעשר.'],
    ['booked', 'סגרנו על יום שלישי.'],
    ['booked', 'הפגישה הוזזה ליום שני.'],
    ['booked', 'הביקור נדחה בשעה.'],
    ['booked', 'הדירה שמורה לכם.'],
    ['booked', 'קבעתי לך ביקור.'],
    ['noted', 'הבקשה שלכם נקלטה.'],
    ['noted', 'נרשם, תודה.'],
    ['cancelled', 'הביטול נקלט.'],
    ['callback', 'ביקשתי מיוסי לחזור אליכם.'],
    ['callback', 'סוכן יצלצל אליך.'],
    ['callback', 'סוכן חוזר אליכם עוד מעט.'],
    ['callback', 'הסוכנת תחזור אלייך.'],
    ['callback', 'סוכנת תיצור איתך קשר.'],
    ['callback', 'תקבלו שיחה מסוכן.'],
    ['callback', 'נהיה בקשר.'],
    ['passed-on', 'הפרטים שלכם הועברו לסוכן.'],
    ['passed-on', 'הסוכן עודכן.'],
    ['passed-on', 'אני מעדכנת את הסוכן.'],
    ['passed-on', 'פתחתי קריאה.'],
    ['passed-on', 'זה בטיפול.'],
    ['passed-on', 'הכול סודר.'],
    ['impossible', 'דיברתי עם יוסי.'],
    ['impossible', 'שאלתי את בעל הבית.'],
    ['impossible', 'בעל הבית אישר את המחיר.'],
    ['impossible', 'הזמנתי אינסטלטור.'],
    ['impossible', 'טכנאי בדרך אליכם.'],
    ['impossible', 'פרסמתי את הדירה.'],
    ['sent', 'התמונות נשלחו.'],
    ['sent', 'תקבלו את הפרטים בוואטסאפ.'],
    ['informed', 'נזכיר לך ביום הביקור.'],
    ['removed', 'לא תקבלו יותר הודעות.'],
    ['removed', 'המספר שלכם הוסר.'],
    ['removed', 'הפרטים שלכם נמחקו.'],
    ['passed-on', 'העברתי את הבקשה למשרד.'],
    ['passed-on', 'אדאג שמישהו יבוא לתקן.'],
    ['alerts', 'ונעדכן אתכם כשיתפנה.'],
    ['alerts', 'נעדכן אתכם על כל דירה חדשה.'],
    ['alerts', 'אעדכן אתכם כשיהיה משהו חדש.'],
    ['alerts', 'נודיע לכם ברגע שתיכנס דירה מתאימה.'],
    ['alerts', 'כשתהיה דירה חדשה, נעדכן אתכם.'],
    ['alerts', 'אם ייכנס משהו, אודיע לך.'],
    ['alerts', 'אין כרגע, אבל אם יהיה נכס מתאים נכתוב לכם.'],
    ['alerts', 'תקבלו הודעה כשתתפנה דירה כזאת.'],
    ['alerts', 'נשלח לכם דירות חדשות בווטסאפ.'],
    ['alerts', 'תשמעו מאיתנו ברגע שיעלה נכס באזור.'],
    ['sent', 'שלחתי לכם סיכום בווטסאפ.'],
    ['sent', 'אשלח תמונות.'],
    ['removed', 'הסרתי אתכם מהרשימה.'],
    ['passed-on', 'המשרד יטפל בתקלה עוד היום.'],
    ['passed-on', 'דנה תטפל בזה.'],
    ['callback', 'נברר עם בעל הבית ונחזור.'],
    ['callback', 'מישהו מהצוות יהיה איתכם בקשר.'],
    ['callback', 'אבדוק את זה מול הבעלים.'],
    ['callback', 'אבדוק את המחיר מול הבעלים.'],
    ['callback', 'אשאל את דנה.'],
    ['callback', 'נשמח לחזור אליכם מחר.'],
    ['impossible', 'הטכנאי יגיע היום.'],
    ['informed', 'נשמח לעדכן אתכם.'],
    ['alerts', 'נשמח לעדכן אתכם כשתהיה דירה חדשה.'],
  ] as const)('%s: %s', ([kind, sentence]) => {
    expect(unkeptPromises(sentence, [])).toEqual([kind]);
  });
});

describe('a sentence promises nothing', () => {
  test.for([
    'לקבוע לכם?',
    'רוצים שאקבע לכם ביקור?',
    'נחזור אליכם מחר, בסדר?',
    'אם תרצו, נחזור אליכם.',
    'נחזור אליכם מחר, אם תרצו.',
    'אעביר לכם את הפרטים: שלושה חדרים.',
    'כשתגיעו נעדכן אתכם.',
    'לעדכן אתכם כשתהיה דירה חדשה?',
    'רוצים שנכתוב לכם בווטסאפ כשייכנס נכס כזה?',
    'אם תרצו, נעדכן אתכם כשתהיה דירה חדשה.',
    'לא נעדכן אתכם על דירות חדשות.',
    'כשתהיה תשובה נעדכן אתכם.',
    'יש דירה חדשה ברחוב הרצל.',
    'אחרי שתאשרו, אקבע את הביקור.',
    'כבר קבעתם ביקור?',
    'אמרתם "קבעתי עם יוסי", נכון?',
    'הבנתי ש״רשמתי״ זה לא מספיק.',
    'אמרתם שקבעתם עם יוסי.',
    'עדיין לא קבעתי, חסרה השעה.',
    'לא רשמתי את השם.',
    'רשמתי נכון?',
    'אפשר שנחזור אליכם?',
    'אני בודקת רגע.',
    'את השעות ימסור לכם סוכן.',
    'יש דירת 3.5 חדרים ברחוב הרצל 5, ב-7,800 שקל.',
    'הדירה 80 מ"ר, קומה ג\'.',
    'תחזרו אלינו מתי שנוח.',
    'רשום אצלי 7,500 שקל.',
    'המחסן רשום אצל עורך דין.',
    'ציינתי את המחיר.',
    'הביקור שלכם כבר נקבע, הוא מחר בעשר.',
    'הביקור עדיין לא אושר.',
    'אפשר שסוכן יחזור אליכם.',
    'אטפל בזה אם תגידו לי את הכתובת.',
    'אמסור לכם את הפרטים: שלושה חדרים.',
    'הבנק ישלח לכם אישור.',
    'תקבלו אישור זכויות מהעירייה.',
    'שולחים לכם חשבון ארנונה.',
    'אמרתי לכם שהיא בקומה ג.',
    'אזכיר לכם שהמחיר הוא 7,800.',
    'בעל הבית יטפל בתקלה.',
    'מי יטפל בזה?',
    'אבדוק דירות עם מרפסת.',
    'אבדוק אם יש דירות מול הים.',
    'אשאל את זה אחרת: כמה חדרים?',
    'נחזור לדירה ברחוב הרצל.',
    'זה יהיה בקשר לדירה?',
    'תרצו שאשאל את דנה?',
    'נשמח לעדכן אתכם, אם תרצו.',
    'אם הטכנאי יגיע, מישהו יהיה בבית?',
    REFUSAL_TEXT,
  ])('%s', (sentence) => {
    expect(unkeptPromises(sentence, [])).toEqual([]);
  });

  test.for([
    ['book_viewing', 'קבעתי לכם ליום ראשון.'],
    ['save_lead', 'רשמתי, ונעדכן אתכם.'],
    ['request_callback', 'נחזור אליכם ביום ראשון.'],
    ['book_viewing', 'רשמתי לכם ביקור למחר.'],
    ['cancel_viewing', 'הביטול בוצע.'],
    ['transfer_to_human', 'מעבירה אתכם לנציג.'],
    ['agree_to_messages', 'רשמתי, נשלח לכם סיכום.'],
    ['stop_messages', 'הסרתי אתכם.'],
    ['agree_to_alerts', 'נעדכן אתכם כשתיכנס דירה חדשה.'],
    ['agree_to_alerts', 'רשמתי, נכתוב לכם כשייכנס משהו מתאים.'],
    ['agree_to_alerts', 'רשמתי, ונשלח לכם דירות חדשות.'],
    ['note_request', 'דנה תטפל בזה.'],
    ['request_callback', 'אבדוק את זה מול הבעלים.'],
  ] as const)('that %s has not kept: %s', ([tool, sentence]) => {
    expect(unkeptPromises(sentence, [tool])).toEqual([]);
  });
});

describe('a tool of another kind keeps no promise', () => {
  test.for([
    ['search_listings', 'noted', 'רשמתי את הפרטים.'],
    ['save_lead', 'booked', 'הביקור נרשם.'],
    ['save_lead', 'booked', 'רשמתי לכם ביקור למחר בעשר.'],
    ['save_lead', 'transferred', 'מעבירה אתכם לסוכן.'],
    ['request_callback', 'impossible', 'דיברתי עם יוסי.'],
    ['save_lead', 'alerts', 'רשמתי, ונעדכן אתכם כשיהיה משהו חדש.'],
    ['agree_to_messages', 'alerts', 'נכתוב לכם כשתיכנס דירה מתאימה.'],
    ['request_callback', 'alerts', 'אם תתפנה דירה, נודיע לכם.'],
    ['agree_to_alerts', 'sent', 'נשלח לכם סיכום בווטסאפ.'],
    ['request_callback', 'transferred', 'מעבירה אתכם לדנה.'],
    ['note_request', 'impossible', 'הטכנאי יגיע היום.'],
  ] as const)('%s, %s: %s', ([tool, kind, sentence]) => {
    expect(unkeptPromises(sentence, [tool])).toEqual([kind]);
  });
});

describe('the gate', () => {
  test('passes clause by clause what promises nothing', () => {
    const gate = promiseGate(() => []);
    expect(said(gate.take, 'בשמחה, יש דירה ברחוב הרצל 5, ב-7,800 שקל. רוצים לקבוע ביקור?')).toEqual(
      ['בשמחה, ', 'יש דירה ברחוב הרצל 5, ', 'ב-7,800 שקל. '],
    );
    expect(gate.finish()).toBe('רוצים לקבוע ביקור?');
  });

  test('holds a promise and all that follows, whatever sign the last sentence has', () => {
    const gate = promiseGate(() => []);
    expect(said(gate.take, 'נעים מאוד. נחזור אליכם מחר. עוד משהו?')).toEqual(['נעים מאוד. ']);
    expect(gate.finish()).toBe('');
    expect(gate.unkept()).toEqual(['callback']);
    expect(gate.release()).toBe('נחזור אליכם מחר. עוד משהו?');
    expect(gate.unkept()).toEqual([]);
  });

  test('waits for the end of a sentence that may be a question', () => {
    const gate = promiseGate(() => []);
    expect(said(gate.take, 'נחזור אליכם מחר בבוקר, בסד')).toEqual([]);
    expect(said(gate.take, 'ר? ').join('')).toBe('נחזור אליכם מחר בבוקר, בסדר? ');
  });

  test('lets a promise go once it is kept', () => {
    const done: string[] = [];
    const gate = promiseGate(() => done);
    said(gate.take, 'קבעתי לכם.');
    expect(gate.finish()).toBe('');
    done.push('book_viewing');
    expect(gate.finish()).toBe('קבעתי לכם.');
  });

  test('passes a text without signs before the voice would cut it', () => {
    const gate = promiseGate(() => []);
    const text = 'מילה '.repeat(100);
    const passed = said(gate.take, text);
    expect(passed.length).toBeGreaterThan(2);
    expect(passed.join('') + gate.finish()).toBe(text);
  });
});

/** Feeds a text as a model streams it; returns what comes out, piece by piece. */
function said(take: (words: string) => string, text: string): string[] {
  return (text.match(/\s*\S{1,4}|\s+$/gu) ?? []).map(take).filter(Boolean);
}
