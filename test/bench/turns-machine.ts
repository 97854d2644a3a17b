import { readFile, writeFile } from 'node:fs/promises';

/** The unit of processor time in /proc: hundredths of a second on every Linux. */
const MS_PER_TICK = 10;
/** The weight by which Linux shares the processor between sessions; in production, no other session competes. */
const PREFERRED_NICE = '-10';
const ORDINARY_NICE = '0';

/** Gives processes and their sessions priority on this machine until it is disposed of; needs Linux and root. */
export async function preferProcesses(pids: readonly number[]): Promise<AsyncDisposable> {
  const set = (nice: string) =>
    Promise.all(pids.map((pid) => writeFile(`/proc/${pid}/autogroup`, nice).catch(() => {})));
  await set(PREFERRED_NICE);
  return { [Symbol.asyncDispose]: () => set(ORDINARY_NICE).then(() => {}) };
}

/** Returns the processor time that all threads of a process have used, in milliseconds; NaN where it is unknown. */
export async function cpuMsOf(pid: number): Promise<number> {
  const stat = await read(`/proc/${pid}/stat`);
  // After the name, which may hold any character, come the state (field 3), user (14) and system time (15).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11] ?? Number.NaN) + Number(fields[12] ?? Number.NaN)) * MS_PER_TICK;
}

/** Returns the resident memory of a process; NaN where it is unknown. */
export async function rssMbOf(pid: number): Promise<number> {
  const [, kb] = /^VmRSS:\s+(\d+) kB/m.exec(await read(`/proc/${pid}/status`)) ?? [];
  return Number(kb ?? Number.NaN) / 1_024;
}

/** Starts to measure all other processes of this machine; the returned function returns their use of one processor in percent. */
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

/** Returns an empty string outside of Linux, where the file does not exist. */
function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
