import type { Print } from '@agent-locator/command-line/terminal.ts';
import { type Incident, measureReconnect, type ReconnectFigures } from './reconnect-run.ts';

const CALLS = 60;
/** The longest silence that is promised, by incident. */
const PROMISED_MS: Record<Incident, number> = { killed: 7_000, stopped: 3_000 };
const INCIDENTS: readonly Incident[] = ['killed', 'stopped'];
/** Callers whose frames are later than this measure the machine. */
const MAX_LATE_MS = 100;

/** Measures what becomes of the calls of a task that dies, or that is told to stop. */
export const reconnect = {
  purpose: `npm run bench -- reconnect: ${CALLS} calls on one task, which dies or is told to stop while another is healthy.

The calls go through the whole product, behind a load balancer with the settings of the stack. It has its own health clock,
one target a request, and a dead task that stays registered for five seconds. The callers follow Twilio's part of a call.
They ask how it goes on, wait for each prompt and pause, and connect again. They are silent, so no speech is rendered, and send
a frame every 200 ms. The incident comes when all of them have their streams.

  killed    SIGKILL, as when a task runs out of memory
  stopped   SIGTERM before the task is deregistered, as when an operator stops it
  resumed   calls with a new stream; voicemail: calls that were asked to leave one
  losses    streams that were lost or refused, the first included, over all calls
  longest_dead_air_ms
            the longest silence from the end of a stream on. Where the task stopped in a pause, it lasts until the next
            one listens. Where it died, it lasts until the agent speaks again
  webhooks_failed
            webhooks that the local store did not answer in time, which asks for a voicemail: the machine's fault
  machine_late_ms
            the longest time that the callers waited for their turn. Above ${MAX_LATE_MS} ms the silences count for nothing

Promised: every call is resumed, and none leaves a voicemail.
Silences last at most ${PROMISED_MS.killed} ms (killed) and ${PROMISED_MS.stopped} ms (stopped).`,

  async measure(progress: Print) {
    const rows: ReconnectFigures[] = [];
    for (const incident of INCIDENTS) {
      progress(`${CALLS} calls, their task is ${incident} …`);
      rows.push(await measureReconnect(incident, CALLS));
    }
    const lines = rows.map((row) =>
      Object.entries(row)
        .map(([name, value]) => `${name} ${value}`)
        .join('  '),
    );
    return { ok: rows.every(isPromised), lines, figures: { rows } };
  },
};

function isPromised(row: ReconnectFigures): boolean {
  return (
    row.resumed === row.calls &&
    row.voicemail === 0 &&
    row.longest_dead_air_ms <= PROMISED_MS[row.incident]
  );
}
