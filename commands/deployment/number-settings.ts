import { fallbackDocumentPath, routes } from '#shared/routes.ts';

/** What a number does with its calls, in the words of Twilio’s client. */
export type NumberSettings = {
  readonly voiceUrl: string;
  readonly voiceMethod: string;
  readonly voiceFallbackUrl: string;
  readonly voiceFallbackMethod: string;
  readonly statusCallback: string;
  readonly statusCallbackMethod: string;
};

/** One setting that is not as it should be. */
export type Difference = {
  readonly setting: keyof NumberSettings;
  readonly is: string;
  readonly shouldBe: string;
};

/** What the number of a deployment must be set to; the fallback document is a file, and files are not posted to. */
export function settingsFor(baseUrl: string): NumberSettings {
  return {
    voiceUrl: baseUrl + routes['incoming-call'].path,
    voiceMethod: 'POST',
    voiceFallbackUrl: baseUrl + fallbackDocumentPath,
    voiceFallbackMethod: 'GET',
    statusCallback: baseUrl + routes['call-status'].path,
    statusCallbackMethod: 'POST',
  };
}

/** What of a number has to change. */
export function differencesOf(number: NumberSettings, wanted: NumberSettings): Difference[] {
  const settings = Object.keys(wanted) as (keyof NumberSettings)[];
  return settings.flatMap((setting) => {
    const [is, shouldBe] = [number[setting], wanted[setting]];
    return is === shouldBe ? [] : [{ setting, is, shouldBe }];
  });
}
