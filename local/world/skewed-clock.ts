// Preloaded by a service whose clock is to be wrong, by the `aheadMs` of this file's URL.
const aheadMs = Number(new URL(import.meta.url).searchParams.get('aheadMs'));
const { now } = Date;
Date.now = () => now() + aheadMs;
