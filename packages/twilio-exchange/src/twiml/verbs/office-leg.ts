import { setTimeout as delay } from 'node:timers/promises';
import type { LiveFacts } from '../../account/call-parameters.ts';
import { createLine } from '../../line/line.ts';
import type { DialStatus } from '../../line/line-event.ts';
import { placeholderSpeech } from '../../line/placeholder-speech.ts';
import { playToCaller, ringCaller } from '../../line/playback.ts';
import type { Delivery } from '../../webhook/webhook.ts';
import { TwimlFault } from '../fault.ts';
import { schemaWarnings } from '../grammar.ts';
import { type Interruption, unlessInterrupted } from '../interruption.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { say } from './say.ts';
import type { LiveCall, Verb } from './verb.ts';

/** The second leg of a `<Dial>`, from the exchange to the office. */
export type OfficeLeg = {
  readonly dialCallSid: string;
  readonly number: string;
  readonly from: string;
  readonly ringLimitMs: number;
  readonly talkLimitMs: number;
  /** The document that the office hears before the caller is connected (`<Number url>`). */
  readonly whisper: Delivery | undefined;
};

/** The outcome of a `<Dial>`. */
export type DialEnd = { readonly status: DialStatus; readonly talkedMs: number };

const e164 = /^\+[1-9]\d{6,14}$/;
const whisperVerbs = new Map<string, Verb>([
  ['Say', say],
  ['Play', play],
  ['Pause', pause],
]);

/** Rings the office, runs the whisper, and connects the two; the caller hears ringing, then speech. */
export async function dialOffice(
  leg: OfficeLeg,
  call: LiveCall,
  interruption: Interruption,
): Promise<DialEnd> {
  const facts = factsOf(leg, call);
  call.register(facts);
  const end = await reachOffice({ ...leg, facts }, call, interruption);
  facts.endedAt = Date.now();
  facts.status = end.status;
  return end;
}

type LiveLeg = OfficeLeg & { readonly facts: LiveFacts };

async function reachOffice(
  leg: LiveLeg,
  call: LiveCall,
  interruption: Interruption,
): Promise<DialEnd> {
  const { signal } = interruption;
  const { office, line } = call;
  const unanswered = (status: DialStatus) => ({ status, talkedMs: 0 });
  if (!e164.test(leg.number)) {
    call.log({ code: 13223, detail: leg.number });
    return unanswered('failed');
  }
  if (office.phone === 'busy' || office.phone === 'failed') return unanswered(office.phone);

  {
    call.emit({ type: 'ringing', to: leg.number });
    using _ringing = ringCaller(line);
    const ringMs = Math.min(office.ringMs, leg.ringLimitMs);
    await delay(ringMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return unanswered('canceled');
    if (office.phone === 'no-answer' || office.ringMs > leg.ringLimitMs) {
      return unanswered('no-answer');
    }
    leg.facts.status = 'in-progress';
    leg.facts.answeredAt = Date.now();
    const isWilling = await whisperTo(leg, call, interruption);
    if (signal.aborted) return unanswered('canceled');
    if (!isWilling) return unanswered('failed');
  }

  call.emit({ type: 'bridged', dialCallSid: leg.dialCallSid });
  const bridgedAt = performance.now();
  await playToCaller(line, placeholderSpeech(Math.min(office.talkMs, leg.talkLimitMs)), signal);
  return { status: 'completed', talkedMs: Math.round(performance.now() - bridgedAt) };
}

/** Runs the whisper on the office's own line. Returns false for a whisper that fails. */
async function whisperTo(
  leg: LiveLeg,
  call: LiveCall,
  interruption: Interruption,
): Promise<boolean> {
  if (!leg.whisper) return true;
  const line = createLine(() => {});
  const officeCall: LiveCall = {
    ...call,
    callSid: leg.dialCallSid,
    line,
    emit: (happening) => {
      if (happening.type === 'said') call.emit({ type: 'whispered', text: happening.text });
    },
  };
  line.answer();
  try {
    const asked = call.fetchFor(leg.facts, leg.whisper);
    const document = await unlessInterrupted(asked, interruption.signal);
    if (!document) return true;
    for (const unknown of schemaWarnings(document.verbs)) {
      call.log({ code: 12200, detail: unknown, url: document.url });
    }
    for (const element of document.verbs) {
      const verb = whisperVerbs.get(element.name);
      await verb?.({ element, document, call: officeCall, interruption });
    }
    return true;
  } catch (error) {
    if (!(error instanceof TwimlFault)) throw error;
    if (!interruption.signal.aborted) {
      call.log({ code: error.code, detail: error.message, url: leg.whisper.url });
    }
    return false;
  } finally {
    line.close();
  }
}

function factsOf({ dialCallSid, from, number }: OfficeLeg, call: LiveCall): LiveFacts {
  return {
    callSid: dialCallSid,
    parentCallSid: call.callSid,
    from,
    to: number,
    startedAt: Date.now(),
    status: 'ringing',
  };
}
