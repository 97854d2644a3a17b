import type { Print } from '@agent-locator/command-line/terminal.ts';
import { createLocalVoice } from '#local/speech/voice.ts';
import { openSilero } from '#media-service/hearing/vad/silero-detector.ts';
import { energyDetector } from '#media-service/hearing/voice-detector.ts';
import { fromMulaw, type Samples } from './noise.ts';
import { type Cost, measureCost } from './vad-cost.ts';
import { type Hearing, measureHearing } from './vad-hearing.ts';

/** The least speed-up that justifies WebAssembly and its second language. */
const PROMISED_RATIO = 3;
const WINDOWS_PER_SECOND = 1_000 / 32;
const SAID = [
  'שלום, אני מחפש דירה של שלושה חדרים בתל אביב.',
  'כן.',
  'לא, תודה.',
  'התקציב שלי הוא שני מיליון שקל.',
  'אפשר לקבוע ביקור ביום שלישי בחמש?',
  'אני רוצה לדבר עם נציג.',
  'מה המחיר?',
  'הטלפון שלי אפס חמש ארבע, שבע שש חמש ארבע, שלוש שתיים אחת.',
  'יש חניה ומעלית בבניין?',
  'אני גר ברמת גן ומחפש משהו קרוב לים.',
  'רגע אחד.',
  'קומה גבוהה עם מרפסת שמש.',
  'בסדר גמור.',
  'תודה רבה, להתראות.',
];

/** Measures the cost and the accuracy of voice detection. */
export const vad = {
  purpose: `npm run bench -- vad: the voice detector.

  cost      µs for 32 ms of audio, in WebAssembly and in plain JavaScript alternately. The same with cold
            caches, as in a busy service. These give the streams per core
  hearing   both local voices on four kinds of line, by Silero and by loudness. Counted are missed utterances,
            missed ends and false starts, and the lateness of starts and ends

Promised: WebAssembly is at least ${PROMISED_RATIO} times as fast.`,

  async measure(progress: Print) {
    progress('Speaking …');
    const said = await speak();
    progress('Timing: about 10 s …');
    const cost = await measureCost(concatenated(said));
    progress('Listening: a few seconds …');
    const detectors = { silero: await openSilero(), energy: energyDetector };
    const hearing = measureHearing(said, detectors);

    const ratio = cost.js.median / cost.wasm.median;
    const corePerCall = (cost.cold * WINDOWS_PER_SECOND) / 1_000_000;
    return {
      ok: ratio >= PROMISED_RATIO,
      lines: [
        `WebAssembly   ${inWords(cost.wasm)}, ${cost.cold.toFixed(1)} with cold caches`,
        `JavaScript    ${inWords(cost.js)}`,
        `ratio         ${ratio.toFixed(1)} (promised: ${PROMISED_RATIO})`,
        `a call        ${(100 * corePerCall).toFixed(2)} % of a core, ${Math.floor(1 / corePerCall)} calls a core`,
        '',
        ...hearing.map(inLine),
      ],
      figures: {
        wasm_us_per_frame: rounded(cost.wasm.median),
        wasm_us_spread: cost.wasm.spread.map(rounded),
        wasm_cold_us_per_frame: rounded(cost.cold),
        js_us_per_frame: rounded(cost.js.median),
        js_us_spread: cost.js.spread.map(rounded),
        ratio: rounded(ratio),
        core_share_per_call: Number(corePerCall.toFixed(5)),
        streams_per_core: Math.floor(1 / corePerCall),
        hearing,
      },
    };
  },
};

async function speak(): Promise<Samples[]> {
  await using voice = await createLocalVoice();
  const said: Samples[] = [];
  for (const speaker of ['agent', 'caller'] as const) {
    for (const text of SAID) said.push(fromMulaw(await voice.speak(text, speaker)));
  }
  return said;
}

function concatenated(sounds: readonly Samples[]): Samples {
  return Float32Array.from(sounds.flatMap((sound) => [...sound]));
}

function inWords({ median, spread: [fastest, slowest] }: Cost): string {
  return `${median.toFixed(1)} µs a window (${fastest.toFixed(1)}–${slowest.toFixed(1)})`;
}

function inLine(hearing: Hearing): string {
  const { line, detector, utterances, missed, unended } = hearing;
  return [
    `${line.padEnd(14)}${detector.padEnd(8)}`,
    `missed ${missed}/${utterances}, unended ${unended}, `,
    `start after ${hearing.onset_ms_median} ms (p95 ${hearing.onset_ms_p95}), `,
    `end after ${hearing.end_ms_median} ms, false starts ${hearing.false_starts_per_minute} a minute`,
  ].join('');
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
