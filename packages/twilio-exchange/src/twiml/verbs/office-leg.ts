import { setTimeout as delay } from 'node:timers/promises';
import type { LiveFacts } from '../../account/call-parameters.ts';
import { createLine } from '../../line/line.ts';
import type { DialStatus } from '../../line/line-event.ts';
import { placeholderSpeech } from '../../line/placeholder-speech.ts';
import { playToCaller, ringCaller } from '../../line/playback.ts';
import type { Delivery } from '../../webhook/webhook.ts';
import type { TwimlDocument } from '../document.ts';
import { TwimlFault } from '../fault.ts';
import { schemaWarnings, whisperVerbNames } from '../grammar.ts';
import { type Interruption, unlessInterrupted } from '../interruption.ts';
import { gather } from './gather.ts';
import { hangup } from './hangup.ts';
import { officeAt } from './office.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { redirect } from './redirect.ts';
import { say } from './say.ts';
import { type LiveCall, type Next, nextVerb, type Verb } from './verb.ts';

/** The second leg of a `<Dial>`, from the exchange to the office. */
export type OfficeLeg = {
  readonly dialCallSid: string;
  readonly number: string;
  readonly from: string;
  readonly ringLimitMs: number;
  readonly talkLimitMs: number;
  /** Whether the caller hears ringing until the two are connected (`answerOnBridge`); else only until the office answers. */
  readonly ringsUntilBridged: boolean;
  /** The document that the office hears before the caller is connected (`<Number url>`). */
  readonly whisper: Delivery | undefined;
};

/** The outcome of a `<Dial>`. */
export type DialEnd = {
  readonly status: DialStatus;
  readonly talkedMs: number;
  /** Whether the two were connected; a phone may be answered without that. */
  readonly isBridged: boolean;
};

/** A person listens to the beginning of a whisper before they hang up. */
const DECLINES_AFTER_MS = 1_500;

const e164 = /^\+[1-9]\d{6,14}$/;
const whisperVerbs = new Map<string, Verb>([
  ['Say', say],
  ['Play', play],
  ['Pause', pause],
  ['Gather', gather],
  ['Redirect', redirect],
  ['Hangup', hangup],
]);

/** Rings the office, runs the whisper, and connects the two; the caller hears ringing, then speech. */
export async function dialOffice(
  leg: OfficeLeg,
  call: LiveCall,
  interruption: Interruption,
): Promise<DialEnd> {
  const facts = factsOf(leg, call);
  call.register(facts);
  const office = officeAt(call.office, leg.number);
  const end = await reachOffice({ ...leg, facts }, { ...call, office }, interruption);
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
  const unanswered = (status: DialStatus) => ({ status, talkedMs: 0, isBridged: false });
  if (!e164.test(leg.number)) {
    call.log({ code: 13223, detail: leg.number });
    return unanswered('failed');
  }
  if (office.phone === 'busy' || office.phone === 'failed') return unanswered(office.phone);

  {
    call.emit({ type: 'ringing', to: leg.number });
    using ringing = ringCaller(line);
    const ringMs = Math.min(office.ringMs, leg.ringLimitMs);
    await delay(ringMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return unanswered('canceled');
    if (office.phone === 'no-answer' || office.ringMs > leg.ringLimitMs) {
      return unanswered('no-answer');
    }
    leg.facts.status = 'in-progress';
    leg.facts.answeredAt = Date.now();
    if (!leg.ringsUntilBridged) ringing[Symbol.dispose]();
    const outcome = await whisperTo(leg, call, interruption);
    if (signal.aborted) return unanswered('canceled');
    if (outcome !== 'bridge') return unanswered(outcome === 'declined' ? 'completed' : 'failed');
  }

  call.emit({ type: 'bridged', dialCallSid: leg.dialCallSid });
  const bridgedAt = performance.now();
  await playToCaller(line, placeholderSpeech(Math.min(office.talkMs, leg.talkLimitMs)), signal);
  const talkedMs = Math.round(performance.now() - bridgedAt);
  return { status: 'completed', talkedMs, isBridged: true };
}

/** The end of a whisper: it ran through, it hung up, or it could not be run. */
type WhisperEnd = 'bridge' | 'declined' | 'failed';

/** Runs the whisper on the office's own line, document by document. */
async function whisperTo(
  leg: LiveLeg,
  call: LiveCall,
  interruption: Interruption,
): Promise<WhisperEnd> {
  if (!leg.whisper) return 'bridge';
  if (call.office.phone === 'declines') {
    await delay(DECLINES_AFTER_MS, undefined, { signal: interruption.signal }).catch(() => {});
    return 'declined';
  }
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
    for (let delivery = leg.whisper; ; ) {
      const asked = call.fetchFor(leg.facts, delivery);
      const document = await unlessInterrupted(asked, interruption.signal);
      if (!document) return 'bridge';
      const next = await runWhisper(document, officeCall, interruption);
      if (next.kind !== 'fetch') return next.kind === 'hang-up' ? 'declined' : 'bridge';
      delivery = next.delivery;
    }
  } catch (error) {
    if (!(error instanceof TwimlFault)) throw error;
    if (!interruption.signal.aborted) {
      call.log({ code: error.code, detail: error.message, url: leg.whisper.url });
    }
    return 'failed';
  } finally {
    line.close();
  }
}

/** Runs one document of a whisper to its end, or to the verb that leaves it. */
async function runWhisper(
  document: TwimlDocument,
  call: LiveCall,
  interruption: Interruption,
): Promise<Next> {
  for (const unknown of schemaWarnings(document.verbs, whisperVerbNames)) {
    call.log({ code: 12200, detail: unknown, url: document.url });
  }
  for (const element of document.verbs) {
    const next = await whisperVerbs.get(element.name)?.({ element, document, call, interruption });
    if (next && next.kind !== 'next-verb') return next;
  }
  return nextVerb;
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
