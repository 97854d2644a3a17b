/** The likeness of a house number to another; a larger one is better, and 0 means two houses. */
export type HouseGrade = 0 | 1 | 2 | 3 | 4;

/** The grade of the same flat of a house: `7/4`. */
const SAME_FLAT: HouseGrade = 4;
const SAME_HOUSE: HouseGrade = 3;
/** The grade where only one of the two has a letter: it may have been left out. */
const LETTER_LEFT_OUT: HouseGrade = 2;
const ANOTHER_LETTER: HouseGrade = 1;

/** The least grade of one and the same house. */
export const FEWEST_OF_HOUSE: HouseGrade = LETTER_LEFT_OUT;

type House = { readonly digits: string; readonly letter: string };

/** Returns how well a house number, as a caller says it, is one as the office wrote it. Each number of a range counts. */
export function houseGrade(said: string, written: string): HouseGrade {
  const [ours, theirs] = [said, written].map(plainNumber) as [string, string];
  if (ours === theirs && ours.includes('/')) return SAME_FLAT;
  const grades = housesOf(ours).flatMap((our) =>
    housesOf(theirs).map((their) => gradeOf(our, their)),
  );
  return Math.max(0, ...grades) as HouseGrade;
}

function gradeOf(our: House, their: House): HouseGrade {
  if (our.digits !== their.digits) return 0;
  if (our.letter === their.letter) return SAME_HOUSE;
  return our.letter && their.letter ? ANOTHER_LETTER : LETTER_LEFT_OUT;
}

function plainNumber(number: string): string {
  return number
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/–-]+/gu, '');
}

/** Returns the houses of a number: each of a range, and none of the flat behind a slash. */
function housesOf(number: string): readonly House[] {
  const [house = ''] = number.split('/');
  return house.split(/[-–]/).flatMap((part) => {
    const [, digits, letter = ''] = /0*(\d+)(\p{L}?)/u.exec(part) ?? [];
    return digits ? { digits, letter } : [];
  });
}
