import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { localAws } from '#local/aws/local-aws.ts';
import { waitUntil } from '#local/polling.ts';
import { dynamoContactJoins } from '#shared/adapters/dynamo/contact-joins.ts';
import { dynamoCrm } from '#shared/adapters/dynamo/crm.ts';
import { dynamoListings } from '#shared/adapters/dynamo/listings.ts';
import { dynamoUsage } from '#shared/adapters/dynamo/usage.ts';
import { dynamoViewings } from '#shared/adapters/dynamo/viewings.ts';
import { toBriefing } from '#shared/agent/briefing.ts';
import { recall } from '#shared/agent/memory.ts';
import { readSecret } from '#shared/config/secrets.ts';
import { joinContact } from '#shared/crm/join.ts';
import { type Interaction, receivedCall } from '#shared/domain/messages/interaction.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { messageTexts } from '#shared/messages/message-texts.ts';
import { newSid } from '../twilio-requests.ts';
import {
  mediaFields,
  message,
  newContact,
  openWhatsAppWorld,
  sender,
  type WhatsAppWorld,
} from './whatsapp-world.ts';

let world: WhatsAppWorld;
beforeAll(async () => {
  world = await openWhatsAppWorld();
});
afterAll(() => world[Symbol.asyncDispose]());
afterEach(() => world.heal());

/** Counts messages of a contact, as if they had been written today. */
async function useUp(contact: string, messages: number) {
  const secrets = { twilio: async () => readSecret('twilio', world.env) };
  const usage = dynamoUsage(world.db, secrets);
  for (let count = 0; count < messages; count++) {
    await usage.messageArrived(contact, undefined, Date.now());
  }
}

/** Returns the messages that count towards the office's day. */
async function officeMessages(): Promise<number> {
  const Key = { id: `${officeDay(Date.now())}#office` };
  const { Item } = await world.db.send(new GetCommand({ TableName: 'usage', Key }));
  return Item?.['messages'] ?? 0;
}

/** Returns the last question that the model was asked. */
const question = () => world.questions().at(-1);

describe('a message', () => {
  test('is answered in its own webhook, and stands in the CRM with its answer', async () => {
    const from = newContact();
    const written = message(from, 'שלום');
    const { status, type, replies, body } = await world.write(written, { isTold: false });
    expect({ status, type }).toEqual({ status: 200, type: 'text/xml; charset=utf-8' });
    expect(replies).toHaveLength(1);
    const callback = `${world.url}/webhook/whatsapp/status?id=${written.MessageSid}`;
    expect(body).toContain(`statusCallback="${callback}"`);
    expect(await world.row(written.MessageSid)).toMatchObject({
      id: `whatsapp#${written.MessageSid}`,
      channel: 'whatsapp',
      contact: from,
      text: 'שלום',
      reply_text: replies[0],
      status: 'replied',
    });
    expect((await world.queues.read(from)).places).toEqual([]);
  });

  test('has room for a longer answer than a caller has', async () => {
    await world.write(message(newContact(), 'שלום'));
    expect(world.openai.requests.at(-1)?.fields).toMatchObject({ max_output_tokens: 800 });
  });

  test('is looked after until its answer has left', async () => {
    const written = message(newContact(), 'שלום');
    await world.write(written, { isTold: false });
    expect(await world.schedules()).toContain(`late-${written.MessageSid}`);
    const { MessageSid: id } = written;
    await world.report({ MessageSid: newSid('SM'), MessageStatus: 'sent' }, `?id=${id}`);
    expect(await world.schedules(id)).toEqual([]);
  });

  test('is answered with all that was written before', async () => {
    const from = newContact();
    const [first] = (await world.write(message(from, 'שלום, אני מחפש דירה להשכרה'))).replies;
    await world.write(message(from, 'בתל אביב'));
    expect(question()?.dialogue).toEqual([
      'user: שלום, אני מחפש דירה להשכרה',
      `assistant: ${first}`,
      'user: בתל אביב',
    ]);
  });

  test('of a user who hides the number is answered, and kept under WhatsApp’s own id', async () => {
    const user = 'whatsapp:IL.13491208655302741918';
    const hidden = { From: user, WaId: 'IL.13491208655302741918' };
    const written = message('', 'שלום, אני מחפש דירה בחיפה', hidden);
    const { replies } = await world.write(written);
    expect(replies).toHaveLength(1);
    expect(await world.row(written.MessageSid)).toMatchObject({ contact: user });
    expect(await world.leads.find(user)).toMatchObject({ contact: user, source: 'whatsapp' });
    // The next message finds the first one.
    await world.write(message('', 'שלושה חדרים', hidden));
    expect(question()?.dialogue[0]).toBe('user: שלום, אני מחפש דירה בחיפה');
  });

  test('of a user who was joined to a number belongs to that contact, and is answered where it came from', async () => {
    const [user, contact] = ['whatsapp:IL.98765432109876543210', newContact()];
    const hidden = { From: user, WaId: 'IL.98765432109876543210', ProfileName: 'דנה 🌸' };
    await world.write(message('', 'שלום, אני מחפש דירה בחיפה', hidden));
    const parts = {
      joins: dynamoContactJoins(world.db),
      leads: world.leads,
      crm: dynamoCrm(world.db),
    };
    expect(await joinContact(parts, { user, contact }, Date.now())).toMatchObject({
      interactions: 1,
    });

    const written = message('', 'שלושה חדרים', hidden);
    const { replies } = await world.write(written);
    expect(replies).toHaveLength(1);
    expect(question()?.dialogue[0]).toBe('user: שלום, אני מחפש דירה בחיפה');
    expect(await world.row(written.MessageSid)).toMatchObject({ contact, from_id: user });
    expect((await world.queues.read(contact)).lastAnswered).toBe(written.MessageSid);
    expect(await world.leads.find(contact)).toMatchObject({
      joined: [user],
      profile_name: 'דנה 🌸',
    });

    await world.write(message('', 'הסר', hidden));
    expect(await world.leads.isOptedOut(contact)).toBe(true);
  });

  test('that agrees to alerts or comes back leaves its words as evidence', async () => {
    const from = newContact();
    const asked = message(from, 'תודיעו לי בבקשה כשתהיה דירה כזאת');
    expect((await world.write(asked)).replies[0]).toContain('נכתוב לכם');
    await world.write(message(from, 'הסר'));
    const back = message(from, 'חזור');
    await world.write(back);
    expect((await world.leads.find(from))?.consents).toMatchObject([
      {
        to: 'alerts',
        source_id: asked.MessageSid,
        words: asked['Body'],
        withdrawn_at: expect.any(Number),
      },
      { to: 'messages', channel: 'whatsapp', source_id: back.MessageSid, words: 'חזור' },
    ]);
  });

  test('leaves the writer’s profile name with the lead, where the agent does not read it', async () => {
    const from = newContact();
    await world.write(message(from, 'שלום', { ProfileName: 'דנה 🌸' }));
    await world.write(message(from, 'מחפשת דירה', { ProfileName: 'דנה 🌸' }));
    expect(await world.leads.find(from)).toMatchObject({ profile_name: 'דנה 🌸' });
    expect((await world.leads.find(from))?.name).toBeUndefined();
    expect(question()?.briefing).not.toContain('🌸');
  });

  test('that an auto-reply sends again and again is answered three times, then no more', async () => {
    const from = newContact();
    const away = (round: number) => `תודה על פנייתך! אחזור אליך בהקדם (${round})`;
    const answers: number[] = [];
    for (let round = 1; round <= 6; round++) {
      const { replies } = await world.write(message(from, away(round)));
      answers.push(replies.length);
    }
    expect(answers).toEqual([1, 1, 1, 0, 0, 0]);
    const last = message(from, away(7));
    await world.write(last);
    expect(await world.row(last.MessageSid)).toMatchObject({ unanswered: 'repeated' });
    // Other words are a person's.
    expect((await world.write(message(from, 'שלום, מחפשת דירה בחיפה'))).replies).toHaveLength(1);
  });

  test('beyond the ceiling of a day is told so once, and an opt-out is still obeyed', async () => {
    const from = newContact();
    await useUp(from, 200);
    expect((await world.write(message(from, 'שלום'))).replies).toEqual([messageTexts.tomorrow]);
    const next = message(from, 'הלו?');
    expect((await world.write(next)).replies).toEqual([]);
    expect(await world.row(next.MessageSid)).toMatchObject({ unanswered: 'over-ceiling' });
    expect((await world.write(message(from, 'הסר'))).replies).toEqual([messageTexts.optedOut]);
  });

  test('that the model does not answer uses nothing of the office’s day', async () => {
    const from = newContact();
    await useUp(from, 200);
    const before = await officeMessages();
    await world.write(message(from, 'שלום'));
    await world.write(message(newContact(), 'הסר'));
    expect(await officeMessages()).toBe(before);
    await world.write(message(newContact(), 'שלום'));
    expect(await officeMessages()).toBe(before + 1);
  });

  test('of a contact who opted out is answered after the lead has expired, and the opt-out stays', async () => {
    const from = newContact();
    await world.write(message(from, 'הסר'));
    await dynamoCrm(world.db).removeLead(from);
    expect((await world.write(message(from, 'מה שלומכם?'))).replies).toHaveLength(1);
    expect(await world.leads.find(from)).toMatchObject({ opted_out_at: expect.any(Number) });
    expect((await world.write(message(from, 'חזור'))).replies).toEqual([messageTexts.optedIn]);
  });

  test('is answered by an agent that knows what was said on the phone', async () => {
    const from = newContact();
    const callSid = newSid('CA');
    const call = { callSid, from, contact: from, to: '+97233000000', at: Date.now() - 60_000 };
    await world.interactions.receive(receivedCall(call));
    const said = { text: 'אני מחפשת דירה בחיפה', replyText: 'כמה חדרים?', readAt: 1 };
    await world.interactions.reply({ channel: 'phone', external_sid: callSid }, said);
    await world.write(message(from, 'שלום'));
    expect(question()?.briefing).toContain('שיחת טלפון');
    expect(question()?.briefing).toContain(said.text);
    expect(question()?.dialogue).toEqual(['user: שלום']);
  });

  test('is known to the agent on the phone', async () => {
    const from = newContact();
    const { replies } = await world.write(message(from, 'אני מחפשת דירה בחיפה'));
    const viewings = dynamoViewings(world.db);
    const parts = {
      leads: world.leads,
      viewings,
      tasks: world.tasks,
      interactions: world.interactions,
      listings: dynamoListings(world.db),
    };
    const memory = await recall(parts, from, AbortSignal.timeout(5_000));
    const briefing = toBriefing(Date.now(), memory);
    expect(briefing).toContain('ווטסאפ');
    expect(briefing).toContain('אני מחפשת דירה בחיפה');
    expect(briefing).toContain(replies[0]?.slice(-40));
  });

  test('uses the tools of the agent for its own contact, those for a call excepted', async () => {
    const from = newContact();
    await world.write(message(from, 'יש לי דירה להשכיר בתל אביב'));
    expect(await world.leads.find(from)).toMatchObject({
      contact: from,
      source: 'whatsapp',
      deal: 'let',
      city: 'תל אביב',
    });
    const { tools } = world.openai.requests.at(-1)?.fields ?? {};
    const names = (tools as readonly { name: string }[]).map(({ name }) => name);
    expect(names).toContain('book_viewing');
    expect(names).not.toContain('end_call');
    expect(names).not.toContain('transfer_to_human');
  });

  test.each([
    [
      'a location',
      { Latitude: '32.08', Longitude: '34.78', Label: 'כיכר רבין' },
      '[מיקום] כיכר רבין (32.08, 34.78)',
    ],
    ['a button', { ButtonText: 'כן, בבקשה', ButtonPayload: 'yes' }, 'כן, בבקשה'],
    [
      'a choice from a list',
      { ListId: '1', ListTitle: 'דיזנגוף 50', ListDescription: '3 חדרים' },
      'דיזנגוף 50, 3 חדרים',
    ],
    ['nothing at all', {}, '[הודעה ריקה]'],
  ])('that is %s is put into words', async (_, fields, words) => {
    const written = message(newContact(), '', fields);
    const { replies } = await world.write(written);
    expect(replies).toHaveLength(1);
    expect(question()?.dialogue).toEqual([`user: ${words}`]);
    expect(await world.row(written.MessageSid)).toMatchObject({ text: words });
  });

  test('that replies to another is read under it', async () => {
    const from = newContact();
    const first = message(from, 'דיזנגוף 50 עדיין פנויה?');
    await world.write(first, { isTold: false });
    const ours = newSid('SM');
    await world.report({ MessageSid: ours, MessageStatus: 'sent' }, `?id=${first.MessageSid}`);
    const { reply_text } = (await world.row(first.MessageSid)) ?? {};
    await world.write(message(from, 'ומה המחיר?', { OriginalRepliedMessageSid: ours }));
    expect(question()?.dialogue.at(-1)).toBe(`user: [בתשובה ל: "${reply_text}"] ומה המחיר?`);
  });

  test('without a nameable sender is kept, and not answered', async () => {
    const written = message('+9', 'שלום');
    expect(await world.write(written)).toMatchObject({ status: 200, replies: [] });
    expect(await world.row(written.MessageSid)).toMatchObject({ unanswered: 'no-contact' });
    expect(await world.schedules(written.MessageSid)).toEqual([]);
  });
});

describe('a repeated delivery', () => {
  test('after the contact was erased leaves nothing but the tombstone', async () => {
    const contact = newContact();
    const written = message(contact, 'שלום');
    await world.write(written);
    const crm = dynamoCrm(world.db);
    await crm.removeInteractions(await crm.interactionsOf(contact), 1);
    await crm.removeLead(contact);
    const { replies } = await world.write(written);
    expect(replies).toEqual([]);
    expect(await world.row(written.MessageSid)).toEqual({
      id: `whatsapp#${written.MessageSid}`,
      channel: 'whatsapp',
      external_sid: written.MessageSid,
      erased_at: 1,
      created_at: 1,
    });
    expect(await world.leads.find(contact)).toBeUndefined();
    expect(await world.schedules(written.MessageSid)).toEqual([]);
  });

  test('is given the answer that stands, and the model is not asked again', async () => {
    const written = message(newContact(), 'שלום');
    const first = await world.write(written);
    const asked = world.asked();
    const second = await world.write(written);
    expect(second.body).toBe(first.body);
    expect(world.asked()).toBe(asked);
    expect(await world.schedules(written.MessageSid)).toEqual([]);
  });

  test('is given nothing while the first is being answered', async () => {
    world.openai.latencies.firstTokenMs = 1_000;
    const written = message(newContact(), 'שלום');
    const asked = world.asked();
    const answers = await Promise.all([world.write(written), world.write(written)]);
    world.openai.latencies.firstTokenMs = 30;
    expect(answers.flatMap(({ replies }) => replies)).toHaveLength(1);
    expect(world.asked() - asked).toBe(1);
    expect(await world.schedules(written.MessageSid)).toEqual([]);
  });
});

describe('a burst', () => {
  test('is answered message by message, in the order in which it came', async () => {
    world.openai.latencies.firstTokenMs = 150;
    const from = newContact();
    const burst = ['שלום', 'אני מחפש דירה להשכרה', 'בתל אביב', 'שלושה חדרים', 'תודה רבה'];
    const sent = burst.map((body) => message(from, body));
    const answers: ReturnType<typeof world.write>[] = [];
    for (const written of sent) {
      answers.push(world.write(written));
      // Each message has its place in the queue before the next one comes.
      const hasCome = async () => (await world.queues.read(from)).arrivals === answers.length;
      await waitUntil(hasCome, Boolean, 5_000);
    }
    const replies = (await Promise.all(answers)).map((answer) => answer.replies);
    world.openai.latencies.firstTokenMs = 30;
    expect(replies.map((texts) => texts.length)).toEqual([1, 1, 1, 1, 1]);
    const rows = await Promise.all(sent.map(({ MessageSid }) => world.row(MessageSid)));
    const settled = rows.map((row) => row?.settled_at ?? 0);
    expect(settled).toEqual(settled.toSorted((a, b) => a - b));
    expect(rows.map((row) => row?.reply_text)).toEqual(replies.flat());
    expect(question()?.dialogue).toEqual(
      burst
        .flatMap((body, index) => [`user: ${body}`, `assistant: ${replies[index]?.[0]}`])
        .slice(0, -1),
    );
  });

  test('of more than twenty a minute is kept, told so once, and then not answered', async () => {
    const from = newContact();
    const now = Date.now();
    for (let count = 0; count < 20; count++) {
      const place = { messageSid: `SM${count}`, until: now };
      await world.queues.join(from, place, Date.now());
    }
    const asked = world.asked();
    const counted = await officeMessages();
    const [tooMany, silent] = [message(from, 'ועוד'), message(from, 'ועוד')];
    expect((await world.write(tooMany)).replies).toEqual([messageTexts.tooMany]);
    expect((await world.write(silent)).replies).toEqual([]);
    expect(await world.row(silent.MessageSid)).toMatchObject({
      text: 'ועוד',
      unanswered: 'rate-limited',
    });
    expect([world.asked(), await officeMessages()]).toEqual([asked, counted]);
    expect(await world.schedules(silent.MessageSid)).toEqual([]);
  });
});

describe('a voice note', () => {
  const note = (from: string, mediaSid: string, type = 'audio/ogg') =>
    message(from, '', mediaFields(world.twilio.url, mediaSid, type));

  test('is heard, answered and kept, and its file’s host never sees our credentials', async () => {
    const words = 'אני מחפש דירה להשכרה בתל אביב';
    const written = note(newContact(), world.twilio.keep(world.voice(words)));
    const { replies } = await world.write(written);
    expect(replies).toHaveLength(1);
    expect(question()?.dialogue).toEqual([`user: ${words}`]);
    expect(await world.row(written.MessageSid)).toMatchObject({
      text: words,
      media_type: 'audio/ogg',
      media_key: expect.stringMatching(/^attachments\/MM[0-9a-f]{32}\/ME[0-9a-f]{32}$/),
    });
    expect(world.twilio.shown.at(-1)).toBeUndefined();
  });

  test.each([
    ['is refused', { status: 401 }, 'refused'],
    ['is gone', { status: 404 }, 'gone'],
    ['is huge', { bytes: new Uint8Array(17 * 1024 * 1024), type: 'audio/ogg' }, 'too-large'],
    ['is no sound', { bytes: Buffer.from('<html>'), type: 'text/html' }, 'wrong-type'],
    ['makes no sense', { bytes: Buffer.from('OggS?'), type: 'audio/ogg' }, 'no-words'],
  ] as const)('that %s gets a polite answer, and has a row', async (_, kept, problem) => {
    const written = note(newContact(), world.twilio.keep(kept));
    expect((await world.write(written)).replies).toEqual([messageTexts.voiceNotHeard]);
    expect(await world.row(written.MessageSid)).toMatchObject({
      media_problem: problem,
      reply_text: messageTexts.voiceNotHeard,
    });
    expect(await world.schedules(written.MessageSid)).toEqual([]);
  });

  test.each(['application/octet-stream', 'video/ogg', 'text/plain'])(
    'is heard by its bytes where its host calls it %s',
    async (type) => {
      const words = 'אני מחפש דירה להשכרה בתל אביב';
      const spoken = { ...world.voice(words), type };
      const written = note(newContact(), world.twilio.keep(spoken));
      expect((await world.write(written)).replies).toHaveLength(1);
      expect(await world.row(written.MessageSid)).toMatchObject({ text: words });
    },
  );

  test('is asked for nowhere but at Twilio, whatever its webhook says', async () => {
    const elsewhere = { MediaUrl0: 'http://127.0.0.1:9/secret', MediaContentType0: 'audio/ogg' };
    const written = message(newContact(), '', { NumMedia: '1', ...elsewhere });
    expect((await world.write(written)).replies).toEqual([messageTexts.voiceNotHeard]);
  });
});

describe('an image', () => {
  const photo = { bytes: Buffer.from('<script>alert(1)</script>'), type: 'image/jpeg' };

  test('is kept with its caption, and never served as what its sender says that it is', async () => {
    const mediaSid = world.twilio.keep(photo);
    const written = message(
      newContact(),
      'זה הסלון',
      mediaFields(world.twilio.url, mediaSid, 'image/jpeg'),
    );
    expect((await world.write(written)).replies).toHaveLength(1);
    expect(question()?.dialogue).toEqual(['user: [תמונה] זה הסלון']);
    const { media_key: Key } = (await world.row(written.MessageSid)) ?? {};
    const client = new S3Client({ ...localAws, endpoint: world.s3.endpoint, forcePathStyle: true });
    const stored = await client.send(new GetObjectCommand({ Bucket: 'recordings', Key }));
    expect(await stored.Body?.transformToString()).toBe(photo.bytes.toString());
    expect(stored).toMatchObject({
      ContentType: 'application/octet-stream',
      ContentDisposition: 'attachment',
    });
    client.destroy();
  });

  test('that is not an image is not kept', async () => {
    const mediaSid = world.twilio.keep({ bytes: photo.bytes, type: 'text/html' });
    const media = mediaFields(world.twilio.url, mediaSid, 'image/jpeg');
    const written = message(newContact(), '', media);
    expect((await world.write(written)).replies).toHaveLength(1);
    expect(await world.row(written.MessageSid)).toMatchObject({ media_problem: 'wrong-type' });
    expect(await world.row(written.MessageSid)).not.toHaveProperty('media_key');
  });

  /** Sends a picture while nothing can be stored. */
  async function unkept(from: string) {
    await world.s3.setFault('down');
    const mediaSid = world.twilio.keep(photo);
    return message(from, '', mediaFields(world.twilio.url, mediaSid, 'image/jpeg'));
  }
  /** Follows it up, and returns what became of it. */
  async function lookedAfter({ MessageSid }: { MessageSid: string }) {
    expect(await world.row(MessageSid)).not.toHaveProperty('media_key');
    await world.s3.setFault('none');
    world.scheduler.skip(90_000);
    return world.rowWhen(MessageSid, ({ media_key }) => media_key !== undefined);
  }

  test('that cannot be kept now is answered now, and kept when it can be, however often it comes', async () => {
    const written = await unkept(newContact());
    expect((await world.write(written)).replies).toHaveLength(1);
    await world.write(written);
    expect(await lookedAfter(written)).toHaveProperty('media_key');
  });

  test('that is answered along with a later message is kept when it can be', async () => {
    const from = newContact();
    const written = await unkept(from);
    world.openai.faults.set('reply', { kind: 'status', status: 500 });
    await world.write(written);
    world.openai.faults.clear();
    const later = message(from, 'שלום');
    await world.write(later);
    const row = await lookedAfter(written);
    expect(row).toMatchObject({ answered_with: later.MessageSid });
    expect(row).toHaveProperty('media_key');
  });
});

describe('a contact who wants no messages', () => {
  const spoken = (from: string, words: string) =>
    message(
      from,
      '',
      mediaFields(world.twilio.url, world.twilio.keep(world.voice(words)), 'audio/ogg'),
    );

  test('is told so, and the office keeps when, where and in which message', async () => {
    const from = newContact();
    const refusal = message(from, 'הסר, תודה');
    expect((await world.write(refusal)).replies).toEqual([messageTexts.optedOut]);
    expect(await world.leads.find(from)).toMatchObject({
      opted_out_at: (await world.row(refusal.MessageSid))?.created_at,
      opted_out_channel: 'whatsapp',
      opted_out_id: refusal.MessageSid,
    });
  });

  test('is answered when they ask something later, and stays without notices', async () => {
    const from = newContact();
    await world.write(message(from, 'אל תשלחו לי יותר הודעות'));
    const later = message(from, 'שלום, הדירה בארלוזורוב עדיין פנויה?');
    expect((await world.write(later)).replies).toHaveLength(1);
    expect(question()?.briefing).toContain('ביקשו לא לקבל הודעות');
    expect(await world.leads.isOptedOut(from)).toBe(true);
    expect(await world.schedules(later.MessageSid)).toEqual([]);
  });

  test('in a voice note is obeyed, and only writing takes it back', async () => {
    const from = newContact();
    await world.write(spoken(from, 'הסר'));
    expect(await world.leads.isOptedOut(from)).toBe(true);
    await world.write(spoken(from, 'חזור'));
    expect(await world.leads.isOptedOut(from)).toBe(true);
    await world.write(message(from, 'חזור'));
    expect(await world.leads.isOptedOut(from)).toBe(false);
  });

  test('while an answer to an earlier message is on its way does not get that answer', async () => {
    const from = newContact();
    world.openai.faults.set('reply', { kind: 'hang' });
    const asked = message(from, 'שלום, אני מחפש דירה');
    const answering = world.write(asked);
    await waitUntil(
      () => world.row(asked.MessageSid),
      (row) => row !== undefined,
      5_000,
    );
    expect((await world.write(message(from, 'הסר'))).replies).toEqual([messageTexts.optedOut]);
    world.openai.faults.clear();
    expect((await answering).replies).toEqual([]);
    expect(await world.row(asked.MessageSid)).toMatchObject({ unanswered: 'opted-out' });
  });

  test('with a refusal that failed half-way is obeyed, though they wrote something after it', async () => {
    const from = newContact();
    const refusal = message(from, 'הסר');
    const at = Date.now() - 60_000;
    const row = {
      channel: 'whatsapp',
      external_sid: refusal.MessageSid,
      from_id: `whatsapp:${from}`,
    };
    await world.interactions.enter({
      ...{ ...row, id: `whatsapp#${refusal.MessageSid}`, to_id: `whatsapp:${sender}` },
      ...{ contact: from, text: 'הסר', status: 'received', created_at: at, put_off_at: at },
    } as Interaction);
    await world.write(message(from, 'שלום'));
    expect(await world.row(refusal.MessageSid)).not.toHaveProperty('answered_with');
    await world.lambda.invoke('late-reply', { messageSid: refusal.MessageSid, attempt: 1 });
    expect(await world.leads.isOptedOut(from)).toBe(true);
  });

  test('is answered again from the word on that they are back', async () => {
    const from = newContact();
    await world.write(message(from, 'stop'));
    expect((await world.write(message(from, 'חזור'))).replies).toEqual([messageTexts.optedIn]);
    expect((await world.write(message(from, 'שלום'))).replies).toHaveLength(1);
  });
});
