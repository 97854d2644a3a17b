import { HEARTBEAT_MS, watchShards } from '#shared/domain/calls/call-watch.ts';
import { WATCHDOG_PACE } from '#shared/domain/calls/watchdog.ts';
import { TELLING_PACE } from '#shared/domain/office/telling.ts';
import { capacity } from './capacity.ts';
import { functions } from './functions.ts';
import { prices } from './prices.ts';

/** One item of the costs, in US dollars. */
export type Cost = { readonly what: string; readonly why: string; readonly usd: number };

const HOURS_A_MONTH = 730;
const SECONDS_A_MONTH = HOURS_A_MONTH * 3_600;
const MILLION = 1_000_000;

/** The assumptions about a busy hour. */
export const busy = {
  calls: 1_000,
  /** The length of a call. */
  callMinutes: 3,
  /** Write units of one call without its heartbeats: rows, their indexes, and the transcript twice. */
  writesACall: 130,
  readsACall: 60,
  webhooksACall: 6,
  /** The Lambda usage of one call in all. */
  functionGbSecondsACall: 0.5,
  /** One of Twilio's frames: base64 in JSON, with its header. */
  frameBytes: 370,
  framesASecond: 50,
  /** The shares of a call in which the agent and the caller speak. */
  agentShare: 0.4,
  callerShare: 0.35,
  /** The caller's speech on its way to OpenAI: 10.7 KB/s of base64 in JSON. */
  heardBytesASecond: 11_000,
  /** The log of a call, metrics included. */
  logBytesACall: 40_000,
  /** The metrics that calls produce, one per reason. */
  metrics: 26,
} as const;

/** The metrics without any call: streams, the age of sweeps, runs of `tell`, and origins that failed the canary. */
const IDLE_METRICS = 4;

/** The reads of one sweep of `tell`: a query each of calls, tasks and viewings. */
const TELL_READS_A_SWEEP = 3;

/** The assumptions about an office whose people are told: matters, and mails with their reports. */
export const told = {
  /** The messages of a month about tasks and viewings, those to a second person included. */
  messages: 1_000,
  /** Write units of a message: its row and its task with their indexes, twice, and the vendor's reports. */
  writesAMessage: 18,
  readsAMessage: 6,
  /** The events of SES on a mail, each an invocation of `mail-report`. */
  reportsAMail: 2,
  reportSeconds: 0.3,
} as const;

/** The canary's ticks, each with an answer of `health`; both start cold. */
const CANARY = { everyMinutes: 5, seconds: 1.5, requests: 3 } as const;

/** Returns the costs of a month without calls. */
export function idleMonth(alarmMetrics: number): Cost[] {
  const tasks = capacity.minTasks;
  return [
    {
      what: 'Fargate',
      why: `${tasks} tasks of ${capacity.cpuUnits / 1_024} vCPU, ${capacity.memoryMb / 1_024} GB`,
      usd: tasks * taskHour() * HOURS_A_MONTH,
    },
    {
      what: 'Load balancer',
      why: 'one, internal',
      usd: prices.balancerHour * HOURS_A_MONTH,
    },
    {
      what: 'Public addresses',
      why: 'one per task, instead of a NAT gateway',
      usd: tasks * prices.publicAddressHour * HOURS_A_MONTH,
    },
    {
      what: 'Watchdog',
      why: `${sweepers().toFixed(1)} invocations of ${functions.watchdog.memoryMb} MB at any time, and their sweeps`,
      usd: watchdogSecond() * SECONDS_A_MONTH,
    },
    {
      what: 'Telling the office',
      why: `${tellShare().toFixed(2)} invocations of ${functions.tell.memoryMb} MB at any time, and their sweeps`,
      usd: tellSecond() * SECONDS_A_MONTH,
    },
    {
      what: 'Canary',
      why: `it and \`/readyz\`, every ${CANARY.everyMinutes} minutes`,
      usd: (canaryTick() * HOURS_A_MONTH * 60) / CANARY.everyMinutes,
    },
    {
      what: 'CloudWatch',
      why: `alarms on ${alarmMetrics} metrics, ${IDLE_METRICS} metrics of our own, a dashboard`,
      usd: alarmMetrics * prices.alarmMetricMonth + IDLE_METRICS * prices.metricMonth,
    },
    { what: 'Secrets Manager', why: 'two secrets', usd: 2 * prices.secretMonth },
  ];
}

/** Returns the costs of AWS for the messages of a month to the office's people, all of them mails. */
export function toldMonth(): Cost[] {
  const { messages, writesAMessage, readsAMessage, reportsAMail, reportSeconds } = told;
  const reports = messages * reportsAMail;
  const gbSeconds = reports * reportSeconds * (functions['mail-report'].memoryMb / 1_024);
  return [
    { what: 'SES', why: `${messages} mails`, usd: (messages / 1_000) * prices.mailThousand },
    {
      what: 'CRM',
      why: `${writesAMessage} write and ${readsAMessage} read units per message, indexes included`,
      usd:
        (messages * writesAMessage * prices.dynamoWriteMillion +
          messages * readsAMessage * prices.dynamoReadMillion) /
        MILLION,
    },
    {
      what: 'Reports',
      why: `${reportsAMail} events of SES per mail, each an invocation`,
      usd: gbSeconds * prices.lambdaGbSecond + (reports * prices.lambdaMillion) / MILLION,
    },
  ];
}

/** Returns the costs of an hour with `busy.calls` concurrent calls throughout. */
export function busyHour(): Cost[] {
  const callsAnHour = (busy.calls * 60) / busy.callMinutes;
  const streamSeconds = busy.calls * 3_600;
  const gb = (bytesASecond: number, share = 1) => (streamSeconds * bytesASecond * share) / 1e9;
  const frames = busy.frameBytes * busy.framesASecond;
  const [inGb, outGb] = [gb(frames), gb(frames, busy.agentShare)];
  const tasks = Math.ceil(busy.calls / capacity.targetStreams);
  const beats = streamSeconds / (HEARTBEAT_MS / 1_000);
  const writes = callsAnHour * busy.writesACall;
  return [
    {
      what: 'Fargate',
      why: `${tasks} tasks of ${capacity.targetStreams} calls, with their addresses`,
      usd: tasks * (taskHour() + prices.publicAddressHour),
    },
    {
      what: 'Media at the edge',
      why: `${inGb.toFixed(0)} GB to the tasks, ${outGb.toFixed(0)} GB back`,
      usd: inGb * prices.edgeToOriginGb + outGb * prices.edgeToViewerGb,
    },
    {
      what: 'Load balancer',
      why: 'one capacity unit per gigabyte',
      usd: prices.balancerHour + (inGb + outGb) * prices.balancerUnitHour,
    },
    {
      what: 'Audio to OpenAI',
      why: `${gb(busy.heardBytesASecond, busy.callerShare).toFixed(0)} GB of callers’ speech`,
      usd: gb(busy.heardBytesASecond, busy.callerShare) * prices.internetGb,
    },
    {
      what: 'Heartbeats',
      why: `one per call every ${HEARTBEAT_MS / 1_000} s`,
      usd: (beats * prices.dynamoWriteMillion) / MILLION,
    },
    {
      what: 'CRM',
      why: `${busy.writesACall} write and ${busy.readsACall} read units per call`,
      usd:
        (writes * prices.dynamoWriteMillion +
          callsAnHour * busy.readsACall * prices.dynamoReadMillion) /
        MILLION,
    },
    {
      what: 'Webhooks',
      why: `${busy.webhooksACall} per call: edge, API, functions`,
      usd: callsAnHour * webhooksOfCall(),
    },
    { what: 'Watchdog', why: 'as without calls', usd: watchdogSecond() * 3_600 },
    {
      what: 'Logs and metrics',
      why: `${busy.logBytesACall / 1_000} KB per call`,
      usd:
        ((callsAnHour * busy.logBytesACall) / 1e9) * prices.logGb +
        (busy.metrics * prices.metricMonth) / HOURS_A_MONTH,
    },
  ];
}

/** Returns the sum of costs, in US dollars. */
export function total(costs: readonly Cost[]): number {
  return costs.reduce((sum, { usd }) => sum + usd, 0);
}

function taskHour(): number {
  const { cpuUnits, memoryMb } = capacity;
  return (cpuUnits * prices.fargateVcpuHour + memoryMb * prices.fargateGbHour) / 1_024;
}

/** Returns the number of concurrent watchdogs: one starts each minute. */
function sweepers(): number {
  return WATCHDOG_PACE.lifeMs / 60_000;
}

function watchdogSecond(): number {
  const sweeps = 1_000 / WATCHDOG_PACE.sweepEveryMs;
  const reads = sweeps * (sweepers() + watchShards.length);
  return (
    sweepers() * (functions.watchdog.memoryMb / 1_024) * prices.lambdaGbSecond +
    (reads * prices.dynamoReadMillion + sweeps * prices.dynamoWriteMillion) / MILLION
  );
}

/** Returns the number of concurrent invocations of `tell`: one starts each minute. */
function tellShare(): number {
  return TELLING_PACE.lifeMs / 60_000;
}

function tellSecond(): number {
  const sweeps = tellShare() / (TELLING_PACE.sweepEveryMs / 1_000);
  const reads = (sweeps * TELL_READS_A_SWEEP * prices.dynamoReadMillion) / MILLION;
  const starts = prices.lambdaMillion / MILLION / 60;
  return tellShare() * (functions.tell.memoryMb / 1_024) * prices.lambdaGbSecond + reads + starts;
}

function canaryTick(): number {
  const { edgeRequestMillion, lambdaMillion, lambdaGbSecond } = prices;
  const gb = (functions.canary.memoryMb + functions.health.memoryMb) / 1_024;
  const requests = CANARY.requests * edgeRequestMillion + 2 * lambdaMillion;
  return CANARY.seconds * gb * lambdaGbSecond + requests / MILLION;
}

function webhooksOfCall(): number {
  const { edgeRequestMillion, httpApiMillion, lambdaMillion, lambdaGbSecond } = prices;
  const requests = (edgeRequestMillion + httpApiMillion + lambdaMillion) / MILLION;
  return busy.webhooksACall * requests + busy.functionGbSecondsACall * lambdaGbSecond;
}
