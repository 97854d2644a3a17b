// Loaded before a service whose machine's clock is wrong by the `aheadMs` of this file's own URL.
const aheadMs = Number(new URL(import.meta.url).searchParams.get('aheadMs'));
const { now } = Date;
Date.now = () => now() + aheadMs;
