/** Returns a holiday's name as it is spoken. The calendar tells its single days apart, as in פסח ז׳. */
export function holidayTold(name: string): string {
  return name.replace(/ \(.*$/, '').replace(/ [א-ת]׳$/, '');
}
