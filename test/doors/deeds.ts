import { FRAME_MS } from '@agent-locator/audio/mulaw.ts';
import fc from 'fast-check';

/** One act of the caller, of a vendor or of Twilio; an impossible act is skipped. */
export type Deed =
  | { readonly what: 'waits' | 'speaks'; readonly ms: number }
  | { readonly what: 'types' | 'presses'; readonly keys: string }
  | { readonly what: 'understands'; readonly words: string }
  | { readonly what: 'thinks'; readonly words: string }
  | { readonly what: 'sounds'; readonly ms: number }
  | {
      readonly what:
        | 'stops'
        | 'does not understand'
        | 'hears nothing'
        | 'is whole'
        | 'fails'
        | 'marks'
        | 'drains';
    };

const ms = fc.integer({ min: 1, max: 60 }).map((frames) => frames * FRAME_MS);
/** Long enough to make the agent pause, too short to make it yield. */
const shortMs = fc.integer({ min: 5, max: 22 }).map((frames) => frames * FRAME_MS);
const words = fc.constantFrom('שלום', 'אני מחפש דירה', 'כן', 'בשמחה, באיזו עיר?');
const what = <Name extends string>(...names: Name[]) => fc.constantFrom(...names);

/** Any deed. */
export const deed: fc.Arbitrary<Deed> = fc.oneof(
  { arbitrary: fc.record({ what: what('waits', 'speaks'), ms }), weight: 4 },
  { arbitrary: fc.record({ what: what('waits', 'speaks'), ms: shortMs }), weight: 4 },
  { arbitrary: fc.record({ what: what('stops') }), weight: 3 },
  { arbitrary: fc.record({ what: what('understands', 'thinks'), words }), weight: 8 },
  { arbitrary: fc.record({ what: what('sounds'), ms }), weight: 5 },
  { arbitrary: fc.record({ what: what('is whole', 'marks', 'does not understand') }), weight: 4 },
  fc.record({ what: what('types'), keys: fc.constantFrom('7#', '0#', '054#', '#') }),
  fc.record({ what: what('presses'), keys: fc.constantFrom('5', '0', '054') }),
  fc.record({ what: what('fails', 'drains', 'hears nothing') }),
);
