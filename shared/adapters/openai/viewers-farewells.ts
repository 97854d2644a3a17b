/** The words of one language for viewers, and the ones among them that tell. */
type Farewell = {
  /** A sentence has only these words. */
  readonly said: RegExp;
  readonly telling: RegExp;
};

/** Thanks to viewers and calls to subscribe, in any order of their words. */
const FAREWELLS: readonly Farewell[] = [
  {
    said: wordsOnly(
      `תודה רבה לכם לך לכל לכולם כולכם מאוד מאד המון שוב על ש ביי להתראות נתראה נפגש אז ו וגם גם את ב זה הזה אנחנו שצפית\\p{L}* שצפו צפיתם
      ו?ל?צופים ה?צופים ו?ל?צופות [להב]?צפיי?ה [לה]?האזנה להאזנה שהאזנת\\p{L}* ל?מאזינים ה?הקשבה מהנה נעימה [בה]?סרטו[ןנ](?:ים)? [בה]?פרקי?ם? ה?פרק ב?פעם
      הבא הבאה הבאים אל תשכחו לא לשכוח ו?להירשם ו?להרשם ו?הירשמו ו?הרשמו ו?תירשמו ו?תרשמו ו?תלחצו ו?לחצו ו?ללחוץ ו?תעשו ו?לעשות ו?עשו ו?תנו לייק לייקים ו?מנוי
      ל?ערוץ ה?ערוץ ב?ערוץ שלנו שלי ה?פעמון ו?ל?שתף שתפו ו?תשתפו יוטיוב ביוטיוב בבקשה חברים חברה`,
    ),
    telling:
      /(?<!\p{L})(?:שצפית\p{L}*|צפיתם|ו?ל?צופים|הצופים|(?:על ה|ל|ה)צפיי?ה|צפיי?ה (?:מהנה|נעימה)|ל?ה?האזנה|על ההקשבה|שהאזנת\p{L}*|ל?מאזינים)(?!\p{L})|(?<!\p{L})(?:נתראה|להתראות|נפגש) (?:\p{L}+ )*ב?(?:סרטו[ןנ](?:ים)?|פרקי?ם?)(?!\p{L})|(?:הירשמו|הרשמו|תירשמו|תרשמו|להירשם|להרשם|מנוי) (?:\p{L}+ )*ל?ערוץ|תשכחו להי?רשם|(?:לחצו|ללחוץ) (?:\p{L}+ )*ה?פעמון|(?:תעשו|עשו|לעשות|תנו) לייק/u,
  },
  {
    said: wordsOnly(
      'thank you thanks so very much all everyone for watching listening viewing please like and share subscribe comment to my our this the video channel see in next one bye guys hit bell dont forget don t',
    ),
    telling: /\b(?:for (?:watching|listening|viewing)|subscribe|next video|the bell)\b/u,
  },
  {
    said: wordsOnly(
      'vielen herzlichen dank danke fur s furs das eure die aufmerksamkeit zuschauen zusehen zuhoren furs bis zum nachsten mal video beim im und tschuss abonniert den kanal',
    ),
    telling: /\b(?:zuschauen|zusehen|zuhoren|nachsten (?:mal|video)|abonniert)\b/u,
  },
  {
    said: wordsOnly(
      'merci beaucoup a tous d avoir regarde visionne ecoute suivi cette la ma video et pour votre attention visionnage n oubliez pas de vous abonner abonnez a la chaine bientot prochaine dans une',
    ),
    telling:
      /\b(?:avoir (?:regarde|visionne|ecoute|suivi)|abonne[rz]|prochaine video|visionnage)\b/u,
  },
  {
    said: wordsOnly(
      'muchas gracias a todos por ver vernos mirar mirarlo escuchar su atencion el este mi video videos suscribete suscribanse al canal y hasta la proxima en no olvides suscribirte dale me gusta like compartir',
    ),
    telling: /\b(?:por (?:ver|vernos|mirar|mirarlo|escuchar)|sus?cri\w+|proxima)\b/u,
  },
  {
    said: wordsOnly(
      'muito obrigado obrigada a todos por assistir assistirem ver ouvir o este esse video e inscreva se no canal ate a proxima deixe seu like legendas pela comunidade',
    ),
    telling: /\b(?:por (?:assistir|assistirem|ver|ouvir)|inscreva|proxima|legendas)\b/u,
  },
  {
    said: wordsOnly(
      'izlediginiz dinlediginiz icin cok tesekkur tesekkurler ederim ederiz abone olmay[iı] olun unutmay[iı]n kanal[iı]ma kanala bir sonraki videoda gorusmek uzere altyaz[iı] m k like begenmeyi ve videoyu',
    ),
    telling: /(?:izlediginiz|dinlediginiz|abone|videoda|altyaz[iı])/u,
  },
  {
    said: wordsOnly(
      'grazie per aver guardato la visione il video iscrivetevi al canale e alla prossima bedankt voor het kijken dziekuje dziekuje za obejrzenie ogladanie uwage multumesc pentru vizionare napisy',
    ),
    telling: /(?:guardato|visione|iscrivetevi|kijken|obejrzenie|ogladanie|vizionare)/u,
  },
];

/** Returns whether bare words, small and without accents, are what the makers of videos tell their viewers. */
export function isViewersFarewell(words: string): boolean {
  return FAREWELLS.some(({ said, telling }) => telling.test(words) && said.test(words));
}

/** Returns the pattern of a text whose every word matches one of these patterns. */
function wordsOnly(words: string): RegExp {
  return new RegExp(`^(?:(?:${words.trim().split(/\s+/).join('|')})(?: |$))+$`, 'u');
}
