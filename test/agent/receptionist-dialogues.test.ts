import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CrmStore, openCrmStore } from '../crm/crm-store.ts';
import { type Talker, talkTo } from './stand-in-dialogue.ts';

/** A caller's line, and what its answer must say. */
type Turn = readonly [said: string, answer: RegExp];
type Dialogue = Pick<Talker, 'now' | 'channel'> & {
  readonly turns: readonly Turn[];
  /** The notes on all tools. */
  readonly did?: RegExp;
  readonly didNot?: RegExp;
};

/** A Monday whose week has no holiday. */
const MONDAY = Date.parse('2026-11-23T09:35:00Z');
const GIVATAYIM: Turn = [
  'דירת שלושה חדרים להשכרה בגבעתיים, עד שמונת אלפים שקל',
  /ברחוב כצנלסון.*רוצים לקבוע ביקור\?$/,
];
const ARLOZOROV: Turn = [
  'הדירה בארלוזורוב מהמודעה',
  /^אני בודקת רגע\. כן, יש .*ארלוזורוב.*ביקור\?$/,
];
const OFFERED = /^כן, יש .*ארלוזורוב.*ביקור\?$|^אני בודקת רגע\. כן, יש .*ביקור\?$/;

const DIALOGUES: Readonly<Record<string, Dialogue>> = {
  'the home of an advertisement is found by its street alone, and shown at the named time': {
    turns: [
      ARLOZOROV,
      ['כן', /^בשמחה\. באיזה יום נוח/],
      ['מחר', /21 בנובמבר\. באיזו שעה/],
      ['בעשר', /קבעתי לכם ביקור .*10:00, ברחוב ארלוזורוב 88/],
    ],
    did: /street ארלוזורוב → found 1/,
  },
  'a caller who asks to see the home of a street is asked neither for rooms nor for a deal': {
    turns: [
      ['אני רוצה לראות את הדירה בארלוזורוב מחר בשלוש', OFFERED],
      ['כן', /קבעתי לכם ביקור .*15:00, ברחוב ארלוזורוב 88/],
    ],
  },
  'a time behind the home that was told names no street': {
    turns: [
      ['שלום, ראיתי מודעה על הדירה בארלוזורוב 88', OFFERED],
      [
        'כן, אני רוצה לראות את הדירה ביום חמישי באחת עשרה בבוקר',
        /קבעתי לכם ביקור .*23 בנובמבר, בשעה 11:00, ברחוב ארלוזורוב 88/,
      ],
    ],
  },
  'an owner who tells their name is acknowledged, and asked on': {
    turns: [
      ['אני רוצה למכור את הדירה שלי בחיפה', /כמה חדרים יש בדירה\?$/],
      ['קוראים לי רות לוי', /^נעים מאוד\. כמה חדרים יש בדירה\?$/],
    ],
    did: /save_lead: done; name רות לוי, deal sell/,
  },
  'the street of an advertisement is asked for, and a caller who does not know it searches on': {
    turns: [
      ['ראיתי מודעה', /^בשמחה\. באיזה רחוב הדירה\?$/],
      ['לא יודע', /^בשמחה\. מחפשים לשכור או לקנות\?$/],
      ['לשכור', /להשכרה\. באיזו עיר\?$/],
    ],
  },
  'a word that repeats what is known starts no search from zero': {
    turns: [
      ARLOZOROV,
      ['להשכרה', /^בשמחה, דירה להשכרה בתל אביב\. רוצים לקבוע ביקור\?$/],
      ['שלושה חדרים', /^בשמחה, דירה להשכרה בתל אביב\. רוצים לקבוע ביקור\?$/],
      ['כן', /באיזה יום/],
    ],
    didNot: /deal rent, city תל אביב, rooms_min/,
  },
  'a caller who wants to buy instead keeps the city and the rooms': {
    turns: [ARLOZOROV, ['למכירה', /דירת שלושה חדרים ברחוב נורדאו/]],
    did: /deal sale, city תל אביב, rooms_min 3, rooms_max 3/,
  },
  'a repeated wish after a search keeps the search': {
    turns: [
      GIVATAYIM,
      ['להשכרה', /^בשמחה, דירה להשכרה בגבעתיים\. רוצים לקבוע ביקור\?$/],
      ['בגבעתיים', /^בשמחה, דירה להשכרה בגבעתיים\. רוצים לקבוע ביקור\?$/],
    ],
  },
  'a yes to the offer of a call makes no call of the time of a viewing': {
    turns: [
      ['אני רוצה לראות דירה מחר בעשר', /מחפשים לשכור או לקנות\?$/],
      ['מה דמי התיווך?', /רוצים שסוכן יחזור אליכם\?$/],
      ['כן', /^בשמחה\. מתי נוח לכם שנתקשר\?$/],
    ],
    didNot: /request_callback/,
  },
  'a yes answers the question that was open before the agent waited': {
    turns: [GIVATAYIM, ['רגע', /^בסדר, אני כאן\.$/], ['כן', /^בשמחה\. באיזה יום נוח לכם לבקר\?$/]],
  },
  'a yes to a question that offers two things, or asks for a thing, asks it again': {
    turns: [
      ['שלום', /מחפשים דירה או רוצים להציע נכס\?$/],
      ['כן', /^בשמחה\. מחפשים לשכור או לקנות\?$/],
      ['כן', /^בשמחה\. מחפשים לשכור או לקנות\?$/],
      ['לשכור', /באיזו עיר\?$/],
      ['כן', /^בשמחה\. באיזו עיר\?$/],
    ],
  },
  'the hours of another day are those of that day, one question after the other': {
    now: MONDAY,
    turns: [
      ['מתי אתם פתוחים?', /^היום המשרד פתוח בין 09:00 ל-19:00\./],
      ['ומחר?', /^ביום שלישי, 24 בנובמבר, המשרד פתוח בין 09:00 ל-19:00\./],
      ['ומה עם שישי?', /^ביום שישי, 27 בנובמבר, המשרד פתוח בין 09:00 ל-13:00\./],
      ['ובשבת?', /^ביום שבת, 28 בנובמבר, המשרד סגור\./],
      ['וביום כיפור?', /ביום שני, 11 באוקטובר, יום כיפור, המשרד סגור\./],
      ['וב-11.10.2027?', /ביום שני, 11 באוקטובר, יום כיפור, המשרד סגור\./],
      ['אתם עובדים בחנוכה?', /המשרד עובד אז כרגיל\./],
    ],
  },
  'the hours of a day are told after the goodbye, too': {
    now: MONDAY,
    channel: 'whatsapp',
    turns: [
      ['תודה רבה, להתראות', /ולהתראות\.$/],
      [
        'רגע, אתם פתוחים ביום כיפור?',
        /ביום ראשון, 10 באוקטובר, ערב יום כיפור.*11 באוקטובר, יום כיפור, המשרד סגור/,
      ],
      ['סבבה תודה', /ולהתראות\.$/],
    ],
  },
  'a name that was told unasked is kept and acknowledged, and the open question stays': {
    turns: [
      GIVATAYIM,
      ['קוראים לי דנה כהן', /^נעים מאוד\. רוצים לקבוע ביקור\?$/],
      ['כן, ביום חמישי בעשר', /קבעתי/],
    ],
    did: /save_lead: done; name דנה כהן[\s\S]*book_viewing: done; .*name דנה כהן/,
  },
  'a name is no answer to the question for a time, which is asked again': {
    turns: [
      ['תחזרו אליי בבקשה', /מתי נוח לכם שנתקשר\?$/],
      ['מדברת דנה', /^נעים מאוד\. מתי נוח לכם שנתקשר\?$/],
      ['מחר בעשר', /נתקשר אליכם .*10:00/],
      ['קוראים לי דנה', /^נעים מאוד\. /],
    ],
    did: /request_callback: done; .*name דנה/,
  },
  'a day beyond the horizon is refused with the last day and its holiday, and another is booked': {
    now: MONDAY,
    channel: 'whatsapp',
    turns: [
      GIVATAYIM,
      [
        'ב-11 באוקטובר 2027 בשעה 10:00',
        /^ביום הזה יום כיפור\. זה רחוק מדי, אפשר לקבוע רק עד יום חמישי, 21 בינואר\. באיזה יום/,
      ],
      ['ביום כיפור בעשר', /^ביום הזה יום כיפור\. זה רחוק מדי/],
      ['ב-12.10.2027 בעשר', /^זה רחוק מדי, אפשר לקבוע רק עד יום חמישי, 21 בינואר/],
      ['אז מחר', /קבעתי לכם ביקור ביום שלישי, 24 בנובמבר, בשעה 10:00/],
    ],
  },
  'corrections of the wish count, before and after the search': {
    turns: [
      ['אני מחפש דירה להשכרה בתל אביב', /כמה חדרים/],
      ['שלושה חדרים', /^שלושה חדרים, הבנתי/],
      ['לא, ארבעה חדרים', /^ארבעה חדרים, הבנתי\. ומה התקציב לחודש\?$/],
      ['אני בעצם מחפש לקנות', /דירה לקנייה בתל אביב\. ומה התקציב\?$/],
    ],
  },
  'a line that was not heard is told again, without the word before the tool': {
    turns: [
      GIVATAYIM,
      ['תחזרי על זה', /^יש דירת שלושה חדרים ברחוב כצנלסון.*ביקור\?$/],
      ['לא הבנתי', /^יש דירת שלושה חדרים ברחוב כצנלסון.*ביקור\?$/],
      ['לא שמעתי, תגידי שוב', /^יש דירת/],
      ['כן', /באיזה יום/],
    ],
  },
  'questions about the home that was told are answered from the search': {
    turns: [
      GIVATAYIM,
      ['כמה זה ארנונה?', /^הארנונה שם 576 שקל לחודשיים\. רוצים לקבוע ביקור\?$/],
      ['יש חניה?', /^כן, הדירה עם חניה\. רוצים לקבוע ביקור\?$/],
      ['באיזו קומה זה?', /^הדירה בקומה 1\./],
      ['כמה חדרים?', /^יש שם שלושה חדרים\./],
      ['כמה מטר?', /^הדירה בגודל 72 מטר\./],
      ['איפה זה?', /^הדירה ברחוב כצנלסון\./],
      ['כמה היא עולה?', /^המחיר 7,200 שקל לחודש\./],
      ['אפשר ביום שישי?', /24 בנובמבר\. באיזו שעה נוח לכם לבקר\?$/],
    ],
  },
  'a caller who wishes for something cheaper is searched for below that price': {
    turns: [GIVATAYIM, ['יש משהו זול יותר?', /לא מצאתי כרגע דירה כזאת\. לרשום/]],
    did: /price_max_ils 7199/,
  },
  'a wish to have it in writing is passed to a person where no summaries are sent': {
    turns: [GIVATAYIM, ['תשלחו לי בוואטסאפ', /סוכן.*רוצים שסוכן יחזור אליכם\?$/]],
  },
  'a number that is dictated with tens is kept for the call, and is no hour': {
    turns: [
      ['תחזרו אליי', /מתי נוח לכם שנתקשר\?$/],
      ['אפס חמישים ושתיים, שלושים וארבע, חמישים ושש, שבעים ושמונה, תשע', /^בשמחה\. מתי נוח/],
      ['ביום רביעי בעשר', /נתקשר אליכם ביום רביעי, 22 בנובמבר, בשעה 10:00/],
    ],
    did: /request_callback: done; at 2090-11-22T10:00, phone 0523456789/,
  },
  'a caller who leaves the time to the office is offered two, and takes one': {
    turns: [
      GIVATAYIM,
      ['כן', /באיזה יום/],
      ['לא משנה לי', /^אפשר לנסות ביום שלישי, 21 בנובמבר, בשעה 10:00, או בשעה 16:00\. איזו שעה/],
      ['בארבע', /קבעתי לכם ביקור ביום שלישי, 21 בנובמבר, בשעה 16:00/],
      ['בעצם בחמש', /קבעתי לכם ביקור ביום שלישי, 21 בנובמבר, בשעה 17:00/],
      ['תודה רבה ויום טוב', /ולהתראות\.$/],
    ],
    did: /instead_of 2090-11-21T16:00/,
  },
  'a caller without a number of rooms or a budget in mind is searched for without': {
    turns: [
      ['אני מחפש דירה להשכרה בתל אביב', /כמה חדרים מחפשים\?$/],
      ['לא יודע', /ומה התקציב לחודש\?$/],
      ['אין לי תקציב', /יש דירת שני חדרים ברחוב דיזנגוף/],
    ],
  },
  'a limit in digits without its unit is one': {
    channel: 'whatsapp',
    turns: [['מחפשת דירה להשכרה בגבעתיים, 3 חדרים עד 8000', /^יש .*כצנלסון/]],
  },
  'a caller who thinks it over is not asked again, and thanks': {
    turns: [
      GIVATAYIM,
      ['אני אחשוב על זה', /^בשמחה\. אפשר לעזור בעוד משהו\?$/],
      ['כן', /במה עוד אפשר לעזור\?$/],
      ['לא תודה', /ולהתראות\.$/],
    ],
    did: /end_call/,
  },
  'a machine owns up, and its open question stays': {
    turns: [GIVATAYIM, ['את רובוט?', /מכונה ולא אדם.*רוצים לקבוע ביקור\?$/], ['כן', /באיזה יום/]],
  },
  'a time that is told once a home was found is that of its viewing': {
    turns: [
      GIVATAYIM,
      ['אני אחשוב על זה', /בעוד משהו\?$/],
      ['ביום רביעי בשש', /קבעתי לכם ביקור ביום רביעי, 22 בנובמבר, בשעה 18:00/],
    ],
  },
};

let crm: CrmStore;
beforeAll(async () => {
  crm = await openCrmStore();
});
afterAll(() => crm[Symbol.asyncDispose]());

test.for(Object.entries(DIALOGUES))('%s', async ([title, dialogue]) => {
  const { turns, did, didNot, ...talker } = dialogue;
  const contact = `+97254200${String(Object.keys(DIALOGUES).indexOf(title)).padStart(4, '0')}`;
  const said = turns.map(([line]) => line);
  const { answers, notes } = await talkTo(crm, { contact, ...talker }, said);
  for (const [index, [line, answer]] of turns.entries()) {
    expect(answers[index], line).toMatch(answer);
  }
  const deeds = notes.join('\n');
  if (did) expect(deeds).toMatch(did);
  if (didNot) expect(deeds).not.toMatch(didNot);
});
