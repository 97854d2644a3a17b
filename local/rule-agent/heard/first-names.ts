/** First names that callers of the local world have. */
export const firstNames =
  'יוסי דנה דני רונית משה דוד רחל אבי יעל מיכל נועה תמר שירה אורי איתן שרה יעקב יצחק עומר גיל אלון מאיה ליאור רונן עידו אסף רועי גלית ענת אורית'.split(
    ' ',
  );
