/** A text without any of these has no address. */
const ADDRESS = /[@/:]|www\.|[A-Za-z\d-]\.[A-Za-z]{2}/i;
const MARKED_LINK = /!?\[([^\][]*)\]\([^()\s]*\)/g;
/** A preposition that needs a word behind it, or the colon that announces an address at the end. */
const BEFORE = String.raw`(?:(?<![א-ת])([והבלמשכ]{1,3})[-־–]?|: ?(?=\S+(?:\s*$)))?`;
const WHOLE = String.raw`(?:https?|ftp):\/\/|www\.`;
/** A host by its name alone, with an ending that only hosts have: office.co.il, t.me/office. */
const HOST = String.raw`(?<![\w.@]|\w-)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?(?:\.[a-z\d-]{1,63}){0,3}\.(?:com|net|org|info|biz|gov|edu|io|app|dev|me|ly|gl|gd|to|tv|be|il|uk|us|eu|de|fr|ru|ai|site|online|house|homes|estate|realty|shop|link|page|blog|xyz|land|[a-z]{2,12}(?=\/\w))(?![\w-]|\.\w)(?:[/?#:]`;
const PATH = String.raw`[^\s<>"'״”)\]]*[^\s<>"'״”)\].,;:!?]`;
const LINK = new RegExp(`${BEFORE}(?:(?:${WHOLE})${PATH}|${HOST}(?:${PATH})?)?)`, 'gi');
/** A site that everybody knows by its name. */
const SITES: readonly (readonly [host: RegExp, name: string])[] = [
  [/^(?:www\.)?yad2\.co\.il$/i, 'יד 2'],
  [/^(?:www\.)?madlan\.co\.il$/i, 'מדלן'],
  [/^(?:www\.)?homeless\.co\.il$/i, 'הומלס'],
];
const ON_SITE = new RegExp(
  `(?<=(?<![א-ת])[והלמש]{0,2}(ב?)אתר )((?:https?:\\/\\/)?${HOST}(?:${PATH})?)?)`,
  'gi',
);
/** A scheme whose number or address follows: tel:054... */
const SCHEME = /(?<!\w)(?:tel|sms|mailto):(?=[\w+])/gi;
const LINK_TWICE = /(?<=קישור) [בלמ]קישור/g;
/** E-mail addresses and accounts are left out: a listener cannot write them down. */
const MAIL = new RegExp(`${BEFORE}(?<![\\w.+-])[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+`, 'g');
const ACCOUNT = new RegExp(`${BEFORE}(?<![\\w.@])@[a-z_][\\w.]{1,30}(?<!\\.)`, 'gi');

/** Returns a text without links, hosts, e-mail addresses and accounts; a preposition keeps a word. */
export function withoutLinks(text: string): string {
  if (!ADDRESS.test(text)) return text;
  return text
    .replace(MARKED_LINK, '$1')
    .replace(SCHEME, '')
    .replace(MAIL, (_, prefix = '') => (prefix ? `${prefix}מייל` : ''))
    .replace(ON_SITE, (_, prefix, link: string) => {
      const name = SITES.find(([host]) => host.test(link.replace(/^https?:\/\//i, '')))?.[1];
      return name ?? (prefix ? 'האינטרנט' : '');
    })
    .replace(LINK, (_, prefix = '') => (prefix ? `${prefix}קישור` : ''))
    .replace(LINK_TWICE, '')
    .replace(ACCOUNT, (_, prefix = '') => (prefix ? `${prefix}חשבון שלנו` : ''));
}
