import { describe, expect, test } from 'vitest';
import { optWish } from '#shared/messages/opt-words.ts';

const list = (words: string) => words.split('|').map((word) => word.trim());

const explicit = list(`
  הסירו אותי | תסירו אותי | הסר אותי בבקשה | להסיר אותי | הסירי אותי | הסר מרשימת תפוצה | תורידו אותי מהרשימה | תמחקו אותי | תוציאו אותי מהרשימה
  | תפסיקו לשלוח | תפסיקו לשלוח לי | תפסיקו לשלוח לי הודעות | תפסיקי לשלוח לי הודעות | תפסיקו כבר עם ההודעות | מספיק עם ההודעות | די לספאם
  | אל תשלחו לי | אל תשלחו לי יותר | אל תשלחו לי הודעות | אל תשלחי לי יותר, תודה | אל תכתבו לי יותר | אל תטרידו אותי | אל תסמסו לי | לא לשלוח לי יותר הודעות
  | לא רוצה לקבל הודעות | אני לא רוצה לקבל מכם הודעות | לא מעוניינת בהודעות | לא רוצה שתשלחו לי הודעות | ביטול הרשמה | כבר מצאתי דירה, תורידו אותי מהרשימה
  | תסירו אותי בבקשה מרשימת התפוצה | מבקש שתפסיקו לשלוח לי הודעות | אפשר להסיר אותי מהרשימה?
  | unsubscribe me | Please remove me from your list | no more messages | Don't text me | Do not contact me again | stop sending me messages | take me off your list
  | Удалите меня из рассылки | Не пишите мне больше | больше не присылайте | не хочу получать сообщения | Отпишите меня
  | لا ترسلوا لي رسائل | إلغاء الاشتراك | احذفوني من القائمة | لا أريد رسائل | توقفوا عن إرسال الرسائل`);
const written = list(`
  הסר | הסר! | הסר 👍 | ‏הסר‏ | הָסֵר | הסרררר | הסר בבקשה | הסר הסר | הסר, תודה | הסר - לא מעוניין | להסיר | נא להסיר | אנא הסירו | תסיר | להסרה | [תמונה] הסר
  | תפסיקו | תפסיקו בבקשה | הפסק | די | די כבר | מספיק | סטופ | עזבו אותי | תעזבו אותי בשקט | ספאם
  | STOP | "STOP" | STOP please | stop all | unsubscribe | cancel | quit | стоп | Стоп, спасибо | хватит | توقف | توقف من فضلك`);
const innocent = list(`
  אל תשלחו לי דירות בלי מעלית | די ברור לי | די קרוב לים | תפסיקו רגע | מספיק לי שלושה חדרים | מספיק, תודה | לא רוצה קומה ראשונה | ביטול | ביטול הביקור | לבטל את הביקור
  | הסר את הפגישה ביום שני | תמחקו את ההודעה הקודמת | תורידו את המחיר | תורידו לי קצת מהמחיר | לא מעוניין | לא מעוניינת בדירה הזאת | לא רוצה | לא תודה | לא להסיר אותי
  | אל תשלחו לי תמונות | אל תשלחו לי הודעות בבוקר | אל תתקשרו אליי בבוקר | לא צריכה הודעה מראש | תפסיקו לשלוח לי דירות יקרות | לא קיבלתי הודעות | תשלחו לי הודעה | אני רוצה לקבל הודעות
  | למה לא שלחתם לי הודעה? | אל תסירו אותי | תוריד אותי מהרכבת | די? | stop? | stop by tomorrow? | cancel the viewing | cancel please | don't stop | не присылайте квартиры без лифта`);

describe('a refusal of messages', () => {
  test.each(explicit)('is sure in writing and on the phone: %j', (words) => {
    expect(optWish(words)).toBe('out');
    expect(optWish(words, 'voice-note')).toBe('out');
    expect(optWish(words, 'phone')).toBe('out');
  });

  test.each(written)('is sure in writing, and on the phone no refusal of messages: %j', (words) => {
    expect(optWish(words)).toBe('out');
    expect(optWish(words, 'voice-note')).toBe('out');
    expect(optWish(words, 'phone')).toBeUndefined();
  });

  test.each(innocent)('is not %j', (words) => {
    expect(optWish(words)).toBeUndefined();
    expect(optWish(words, 'phone')).toBeUndefined();
  });

  test.each(list('חזור | חזור בבקשה | START | start. | старт'))(
    'is taken back in writing: %j',
    (words) => {
      expect(optWish(words)).toBe('in');
      expect(optWish(words, 'voice-note')).toBeUndefined();
      expect(optWish(words, 'phone')).toBeUndefined();
    },
  );
});
