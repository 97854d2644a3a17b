import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Interaction } from '#shared/domain/messages/interaction.ts';
import { contactOfCall, contactOfMessage, toContact } from '#shared/domain/office/contact.ts';
import { toPhoneNumber } from '#shared/domain/office/phone-number.ts';
import { account, type Functions, openFunctions } from '../functions.ts';
import { peopleOf, person } from '../office/people-of.ts';
import { callFields, newSid } from '../twilio-requests.ts';

const office = account.OFFICE_NUMBER;
const agent = '+97233000000';
const dana = '+972507321946';

describe('an address', () => {
  test.each([
    ['0507321946', dana],
    ['050-732-1946', dana],
    ['972507321946', dana],
    ['00972507321946', dana],
    ['+9720507321946', dana],
    ['+972-50-732-1946', dana],
    ['tel:+972507321946', dana],
    ['sip:+972507321946@pbx.example', dana],
    ['sips:0507321946@pbx.example;user=phone', dana],
    ['whatsapp:+972507321946', dana],
    ['031234567', '+97231234567'],
    ['+447911123456', '+447911123456'],
    ['\u2066+972\u00a050\u2011732\u20111946\u2069', dana],
    ['050–732–1946', dana],
    ['+972 (0)50-7321946', dana],
    ['+44 (0)7911 123456', '+447911123456'],
    ['whatsapp:+972507321946:12', dana],
    ['sip:%2B972507321946@pbx.example', dana],
    ['+9721700700700', '+9721700700700'],
  ])('%s holds the number %s', (address, number) => {
    expect(toPhoneNumber(address)).toBe(number);
  });

  test.each([
    ['an older Mexican mobile', 'whatsapp:+5215512345678', '+525512345678'],
    ['a Brazilian mobile without its ninth digit', 'whatsapp:+551187654321', '+5511987654321'],
    ['a Brazilian land line', '+551137654321', '+551137654321'],
  ])('of %s is the number that its phone has today', (_, address, number) => {
    expect(toPhoneNumber(address)).toBe(number);
  });

  test.each([
    '',
    '*2345',
    '12345',
    '+12345',
    '106',
    '+',
    '0',
    'anonymous',
    'Restricted',
    'unknown',
    'sip:1001@pbx.example',
    'sip:anonymous@anonymous.invalid',
    'sip:@pbx.example',
    'whatsapp:',
    'whatsapp:dana',
    'sip:agent@office.sip.twilio.com',
    'client:+972507321946',
    'אנונימי',
    '+9725012345678',
    '+97250123456',
    '+972312345678',
    '+972012345678',
    '050-732-194',
  ])('"%s" holds no number', (address) => expect(toPhoneNumber(address)).toBeUndefined());

  test('of a WhatsApp user without a number is a contact of its own', () => {
    expect(toContact('whatsapp:IL.13491208655302741918')).toBe('whatsapp:IL.13491208655302741918');
    expect(toContact('whatsapp:il.1349')).toBeUndefined();
  });
});

describe('the number of a call says who calls', () => {
  const contact = (from: string, forwardedFrom?: string) =>
    contactOfCall({ from, to: agent, forwardedFrom }, [office]);

  test('where it is the caller’s own, also behind a forwarding', () => {
    expect(contact(dana)).toBe(dana);
    expect(contact(dana, office)).toBe(dana);
    expect(contact(`sip:${dana}@pbx.example`)).toBe(dana);
    expect(contact('+9720507321946')).toBe(dana);
    expect(contact('0507321946', '')).toBe(dana);
    expect(contact('+447911123456')).toBe('+447911123456');
    expect(contact('+17185550123', '+97237654321')).toBe('+17185550123');
  });

  test.each([
    ['is withheld (ANONYMOUS)', '+266696687', undefined],
    ['is withheld (RESTRICTED)', '+7378742833', undefined],
    ['is withheld (BLOCKED)', '+2562533', undefined],
    ['is withheld (UNKNOWN)', '+8566696', undefined],
    ['is withheld (UNAVAILABLE)', '+86282452253', undefined],
    ['is withheld, and comes as a word', 'anonymous', undefined],
    ['is withheld by an exchange', 'sip:anonymous@anonymous.invalid', undefined],
    ['is empty', '', undefined],
    ['is an extension of an exchange', 'sip:1001@pbx.example', undefined],
    ['is a short code', '*2345', undefined],
    ['is a business’s 1-700', '+9721700700700', undefined],
    ['is a business’s 1-800, in its national form', '1-800-800-800', undefined],
    ['is the office’s behind a superfluous zero', '+972031234567', undefined],
    ['is the office’s as a SIP address', `sip:${account.OFFICE_NUMBER}@pbx.example`, undefined],
    ['is the office’s', office, undefined],
    ['is the office’s in another form', '0097231234567', undefined],
    ['is the agent’s', agent, undefined],
    ['is that of the switchboard which forwards the call', '+97237654321', '03-765-4321'],
  ])('but not where it %s', (_, from, forwardedFrom) => {
    expect(contact(from, forwardedFrom)).toBeUndefined();
  });
});

describe('the writer of a message', () => {
  const user = 'whatsapp:IL.13491208655302741918';
  const contact = (from: string, waId?: string) =>
    contactOfMessage({ from, to: `whatsapp:${agent}`, waId });

  test('who hides the number is known by WhatsApp’s own id, or by the number that comes along', () => {
    expect(contact(user, 'IL.13491208655302741918')).toBe(user);
    expect(contact(user, '972507321946')).toBe(dana);
  });

  test.each([
    ['tells no wa_id', undefined],
    ['tells an empty wa_id', ''],
    ['tells a wa_id that is no number', '12'],
    ['tells a withheld number', '266696687'],
  ])('who hides the number and %s keeps WhatsApp’s own id', (_, waId) => {
    expect(contact(user, waId)).toBe(user);
  });

  test('who shows the number is known by it, whatever else comes along', () => {
    expect(contact(`whatsapp:${dana}`, '972521112233')).toBe(dana);
    expect(contact('whatsapp:+9720507321946')).toBe(dana);
    expect(contact('whatsapp:')).toBeUndefined();
  });

  test('may be the office, because nothing forwards messages, but never ourselves', () => {
    expect(contact(`whatsapp:${office}`)).toBe(office);
    expect(contact(`whatsapp:${agent}`)).toBeUndefined();
  });
});

describe('a call', () => {
  let functions: Functions;
  beforeAll(async () => {
    functions = await openFunctions('http://127.0.0.1:9');
  });
  afterAll(() => functions[Symbol.asyncDispose]());

  const arrive = async (change: Record<string, string>) => {
    const fields = callFields({ To: agent, ...change });
    const { body } = await functions.post('incoming-call', fields);
    const { call_log, interactions } = await functions.rows();
    return {
      fields,
      body,
      call: call_log?.find(({ call_sid }) => call_sid === fields.CallSid),
      interaction: interactions?.find(({ external_sid }) => external_sid === fields.CallSid),
    };
  };

  test('of the agent to itself is refused before it is answered, and leaves nothing', async () => {
    const { body, call, interaction } = await arrive({ From: agent });
    expect(body).toContain('<Reject reason="busy"/>');
    expect([call, interaction]).toEqual([undefined, undefined]);
  });

  test.each(['+97233000003', 'sip:+97233000003@pbx.example'])(
    'of another number of the agent (%s) is a hand-over that came back, and is refused',
    async (From) => {
      const config = { ...functions.parts.config, agentNumbers: ['+97233000003'] };
      const fields = callFields({ To: agent, From, ForwardedFrom: office });
      const { body } = await functions.post('incoming-call', fields, '', { config });
      expect(body).toContain('<Reject reason="busy"/>');
      expect(await functions.parts.calls.find(fields.CallSid)).toBeUndefined();
      // The number of another office is a caller like any other.
      const other = callFields({ To: agent, From: '+97233000004' });
      expect((await functions.post('incoming-call', other, '', { config })).body).toContain(
        '<Connect ',
      );
    },
  );

  test('that the office forwards under its own number is greeted, and nobody’s', async () => {
    const { fields, body, call, interaction } = await arrive({ From: office });
    expect(body).toContain('<Connect ');
    expect(call).toMatchObject({ from_number: office, control: 'stream' });
    expect([call?.['contact'], interaction?.['contact']]).toEqual([undefined, undefined]);
    // The last status callback does not know that the call was forwarded.
    await functions.post('call-status', { ...fields, CallStatus: 'completed', CallDuration: '9' });
    const { leads } = await functions.rows();
    expect(leads).toEqual([]);
  });

  test('of a person of the office makes no lead and no follow-up', async () => {
    const staff = person(1, { phone: '+972507770001' });
    const fields = callFields({ To: agent, From: staff.phone });
    await functions.post('incoming-call', fields);
    const ended = { ...fields, CallStatus: 'completed', CallDuration: '9' };
    await functions.post('call-status', ended, '', { brokers: peopleOf(staff) });
    expect(await functions.parts.leads.find(staff.phone)).toBeUndefined();
  });

  test('from a switchboard stays nobody’s when its end is told without the forwarding', async () => {
    const line = '+97237654321';
    const { fields } = await arrive({ From: line, ForwardedFrom: line });
    const { ForwardedFrom: _, ...told } = fields;
    await functions.post('call-status', { ...told, CallStatus: 'completed' });
    const { call_log } = await functions.rows();
    const call = call_log?.find(({ call_sid }) => call_sid === fields.CallSid);
    expect(call).toMatchObject({ from_number: line, status: 'completed' });
    expect(call?.['contact']).toBeUndefined();
  });

  test.each([
    ['empty', { From: '' }],
    // The type knows text alone, and a trunk may leave the field out.
    ['absent', { From: undefined as unknown as string }],
  ])('whose caller is %s is one with a withheld number', async (_, change) => {
    const { From, ...fields } = callFields({ To: agent, ...change });
    await functions.post('incoming-call', From === undefined ? fields : { ...fields, From });
    expect(await functions.parts.calls.find(fields.CallSid)).toMatchObject({ from_number: '' });
  });

  test('over SIP is handed over under a number that a carrier takes', async () => {
    const sip = { From: `sip:${dana}@pbx.example`, To: 'sip:agent@office.sip.twilio.com' };
    const { fields, call } = await arrive(sip);
    expect(call).toMatchObject({ contact: dana });
    await functions.parts.calls.intend(fields.CallSid, 1, 'human');
    const ended = { ...fields, CallStatus: 'in-progress' };
    const { body } = await functions.post('stream-ended', ended, 'gen=1');
    expect(body).toContain(`callerId="${dana}"`);
  });

  test('to the office’s own phone is led back to the agent, not to that phone', async () => {
    const { fields } = await arrive({ To: office });
    await functions.parts.calls.intend(fields.CallSid, 1, 'human');
    const ended = { ...fields, CallStatus: 'in-progress' };
    const { body } = await functions.post('stream-ended', ended, 'gen=1');
    expect(body).not.toContain('<Dial');
    expect(body).toContain('<Connect ');
  });

  test('whose webhook is repeated after its erasure leaves nothing but the tombstone', async () => {
    const { fields } = await arrive({ CallSid: newSid('CA') });
    const { crm } = functions;
    await crm.leaveTombstone(fields.CallSid, 1);
    await crm.reduceToTombstone(fields.CallSid);
    const { interactions: all = [] } = await functions.rows();
    const theirs = all.filter(({ external_sid }) => external_sid === fields.CallSid);
    await crm.removeInteractions(theirs as Interaction[], 1);
    await functions.post('incoming-call', fields);
    const { interactions = [], leads } = await functions.rows();
    expect(interactions.some(({ external_sid }) => external_sid === fields.CallSid)).toBe(false);
    expect(leads).toEqual([]);
  });
});
