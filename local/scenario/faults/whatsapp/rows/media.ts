import type { MessageRow } from '#local/scenario/faults/whatsapp/row.ts';
import { shown, spoken } from './building-blocks.ts';

/** Files that come with messages. */
export const mediaRows: readonly MessageRow[] = [
  {
    id: 'note-refused',
    line: 'webhook',
    what: 'a voice note is refused with 401',
    expectation: 'told',
    writes: [{ ...spoken, flaw: 'unauthorized' }],
  },
  {
    id: 'note-gone',
    line: 'webhook',
    what: 'a voice note is gone',
    expectation: 'told',
    writes: [{ ...spoken, flaw: 'not-found' }],
  },
  {
    id: 'note-huge',
    line: 'webhook',
    what: 'a voice note is larger than WhatsApp’s limit',
    expectation: 'told',
    writes: [{ ...spoken, flaw: 'huge' }],
  },
  {
    id: 'note-of-another-type',
    line: 'webhook',
    what: 'a voice note is a web page',
    expectation: 'told',
    writes: [{ ...spoken, flaw: 'wrong-type' }],
  },
  {
    id: 'note-without-a-type',
    line: 'webhook',
    what: 'a voice note has no stated type',
    expectation: 'answered',
    writes: [{ ...spoken, flaw: 'no-type' }],
  },
  {
    id: 'note-redirected-for-ever',
    line: 'webhook',
    what: 'a voice note redirects to itself',
    expectation: 'told',
    writes: [{ ...spoken, flaw: 'redirect-loop' }],
  },
  {
    id: 'note-fetched-late',
    line: 'late-reply',
    what: 'Twilio fails when a voice note is fetched',
    expectation: 'answered-late',
    writes: [spoken],
    faults: [{ on: 'rest', operation: 'message-media', fault: 'server-error', until: 'posted' }],
  },
  {
    id: 'picture-huge',
    line: 'webhook',
    what: 'a picture is larger than WhatsApp’s limit',
    expectation: 'answered',
    writes: [{ ...shown, flaw: 'huge' }],
  },
  {
    id: 'picture-of-another-type',
    line: 'webhook',
    what: 'a picture is a web page',
    expectation: 'answered',
    writes: [{ ...shown, flaw: 'wrong-type' }],
  },
  {
    id: 'picture-not-kept',
    line: 'webhook',
    what: 'the bucket is down while a picture arrives',
    expectation: 'answered',
    writes: [shown],
    faults: [{ on: 'bucket', fault: 'down', until: 'posted' }],
  },
];
