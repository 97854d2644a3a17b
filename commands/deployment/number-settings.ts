import { fallbackDocumentPath, routes } from '#shared/routes.ts';

/** The webhook settings of a number, as Twilio’s client names them. */
export type NumberSettings = {
  readonly voiceUrl: string;
  readonly voiceMethod: string;
  readonly voiceFallbackUrl: string;
  readonly voiceFallbackMethod: string;
  readonly statusCallback: string;
  readonly statusCallbackMethod: string;
};

/** A setting that differs from its wanted value. */
export type Difference = {
  readonly setting: keyof NumberSettings;
  readonly is: string;
  readonly shouldBe: string;
};

/** Returns the settings for the number of a deployment. The fallback document is a file: GET. */
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

/** Returns the settings of a number that have to change. */
export function differencesOf(number: NumberSettings, wanted: NumberSettings): Difference[] {
  const settings = Object.keys(wanted) as (keyof NumberSettings)[];
  return settings.flatMap((setting) => {
    const [is, shouldBe] = [number[setting], wanted[setting]];
    return is === shouldBe ? [] : [{ setting, is, shouldBe }];
  });
}
