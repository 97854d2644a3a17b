/** The cities whose candle lighting is known, by the name that an office writes. */
export const restCities: Readonly<Record<string, string>> = {
  ירושלים: 'Jerusalem',
  'תל אביב': 'Tel Aviv',
  חיפה: 'Haifa',
  'באר שבע': 'Beer Sheva',
  אשדוד: 'Ashdod',
  'פתח תקווה': 'Petach Tikvah',
  טבריה: 'Tiberias',
  אילת: 'Eilat',
};
