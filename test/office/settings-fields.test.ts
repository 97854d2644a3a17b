import { describe, expect, test } from 'vitest';
import { defaultSettings } from '#shared/domain/office/office-settings.ts';
import {
  readSettings,
  settingsField,
  settingsFields,
} from '#shared/domain/office/settings-fields.ts';

describe('a setting', () => {
  test.each(settingsFields.map((field) => [field.name, field] as const))(
    '%s is read as it is shown',
    (_, field) => {
      const text = field.show(defaultSettings);
      expect(field.write(defaultSettings, text)).toEqual(defaultSettings);
    },
  );

  test.each([
    ['friday', '9-12', { hours: { friday: { from: '09:00', to: '12:00' } } }],
    ['saturday', 'closed', { hours: { saturday: null } }],
    ['sunday', '08:30–24:00', { hours: { sunday: { from: '08:30', to: '24:00' } } }],
    ['quiet_hours', '22:00-07:30', { quiet_hours: { from: '22:00', to: '07:30' } }],
    ['keeps_shabbat', 'no', { keeps_shabbat: false }],
    ['city', 'חיפה', { city: 'חיפה' }],
    ['city', 'ת"א', { city: 'ת"א' }],
    ['city', 'נתניה', { city: 'נתניה' }],
    ['fee_sentence', ' חודש שכירות ומע״מ. ', { fee_sentence: 'חודש שכירות ומע״מ.' }],
    ['fee_sentence', '', { fee_sentence: undefined }],
    ['listings_url', 'https://example.com/a.csv', { listings_url: 'https://example.com/a.csv' }],
    ['listings_map', 'price=מחיר סופי, id=קוד', { listings_map: 'price=מחיר סופי, id=קוד' }],
    ['contact_calls_a_day', '20', { ceilings: { contact: { callsADay: 20 } } }],
    [
      'own_dates',
      '2027-08-01 closed חופשה מרוכזת, 2027-08-02 9-12',
      {
        own_dates: [
          { day: '2027-08-01', hours: null, name: 'חופשה מרוכזת' },
          { day: '2027-08-02', hours: { from: '09:00', to: '12:00' } },
        ],
      },
    ],
  ])('%s takes "%s"', (name, text, expected) => {
    const { settings, refused } = readSettings({ [name]: text });
    expect(refused).toEqual([]);
    expect(settings).toMatchObject(expected);
  });

  test.each([
    ['friday', '12:00-09:00'],
    ['friday', '25:00-26:00'],
    ['friday', 'open'],
    ['friday', '09:00-12:00-13:00'],
    ['quiet_hours', '08:00-08:00'],
    ['keeps_shabbat', 'maybe'],
    ['city', 'אטלנטיס'],
    ['listings_url', 'example.com/a.csv'],
    ['listings_url', 'file:///etc/passwd'],
    ['listings_format', 'xml'],
    ['listings_map', 'colour=צבע'],
    ['listings_map', 'price='],
    ['contact_calls_a_day', '-1'],
    ['contact_calls_a_day', '1e3'],
    ['office_calls_a_day', '2000000'],
    ['own_dates', '2027-02-30 closed'],
    ['own_dates', '2027-08-01 closed, 2027-08-01 09:00-12:00'],
    ['fee_sentence', 'א'.repeat(201)],
    ['constructor', 'yes'],
  ])('%s does not take "%s", and keeps its default', (name, text) => {
    expect(readSettings({ [name]: text })).toEqual({ settings: defaultSettings, refused: [name] });
  });

  test('has a name that no other has', () => {
    expect(new Set(settingsFields.map(({ name }) => name)).size).toBe(settingsFields.length);
    expect(settingsField('nothing')).toBeUndefined();
  });
});
