import { readFile, writeFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second, whatever its own clock. */
const MS_PER_TICK = 10;
/** Between two sessions Linux shares the processor by this: elsewhere a process does not wait for whoever else works here. */
const PREFERRED_NICE = '-10';
const ORDINARY_NICE = '0';

/** Puts processes, and the sessions they belong to, before all others of this machine, until it is disposed of: where Linux allows it, to root. */
export async function preferProcesses(pids: readonly number[]): Promise<AsyncDisposable> {
  const set = (nice: string) =>
    Promise.all(pids.map((pid) => writeFile(`/proc/${pid}/autogroup`, nice).catch(() => {})));
  await set(PREFERRED_NICE);
  return { [Symbol.asyncDispose]: () => set(ORDINARY_NICE).then(() => {}) };
}

/** How much of a processor a process has used so far, all its threads; NaN where nobody tells. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await read(`/proc/${pid}/stat`);
  // Behind the name, which may hold anything: the state is field 3, user and system time are 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN)) * MS_PER_TICK;
}

/** How much memory a process holds; NaN where nobody tells. */
export async function rssMbOf(pid: number): Promise<number> {
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(await read(`/proc/${pid}/status`)) ?? [];
  return Number(kb ?? Number.NaN) / 1_024;
}

/** Counts, from now on, what part of one processor all other processes of this machine use. */
export async function watchOthers(pids: readonly number[]): Promise<() => Promise<number>> {
  const readAll = async () => {
    const [, fields = ''] = /^cpu +(.*)$/m.exec(await read('/proc/stat')) ?? [];
    const [user = Number.NaN, nice = 0, system = 0, , , irq = 0, softIrq = 0] = fields
      .split(' ')
      .map(Number);
    const ours = await Promise.all(pids.map(cpuMsOf));
    const busyMs = (user + nice + system + irq + softIrq) * MS_PER_TICK;
    return { othersMs: busyMs - ours.reduce((sum, ms) => sum + ms, 0), at: performance.now() };
  };
  const before = await readAll();
  return async () => {
    const after = await readAll();
    const percent = (100 * (after.othersMs - before.othersMs)) / (after.at - before.at);
    return Math.max(0, Math.round(percent));
  };
}

/** Elsewhere than on Linux there is no such file: what it would tell is then not a number. */
function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
