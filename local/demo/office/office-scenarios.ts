import { type Output, progress } from '@agent-locator/command-line/output.ts';
import { createSemaphore } from '#local/scenario/semaphore.ts';
import { alwaysOpen } from '#local/world/first-office.ts';
import { samplePeople } from '#local/world/sample-people.ts';
import { closedWorld, OFFICE_NUMBER } from '#local/world/settings.ts';
import { openWorld } from '#local/world/world.ts';
import { clockedScenarios } from './clocked-scenarios.ts';
import { liveScenarios, refusedTemplate } from './live-scenarios.ts';
import type { OfficeScenario } from './scenario.ts';
import { unstaffed } from './unstaffed-scenario.ts';

/** Two cores are on time for these scenarios in one world. */
const AT_ONCE = 4;

/** Has things happen in an office with people, and checks what they are told; returns whether all went as promised. */
export async function demonstrateOffice({ print, result }: Output): Promise<boolean> {
  print('Opening the world …');
  const settings = {
    ...closedWorld(),
    people: samplePeople,
    office: alwaysOpen,
    product: { OFFICE_NUMBER },
  };
  await using world = await openWorld({ settings });
  const { exchange } = world;
  if (!exchange) throw new Error('This world has no exchange.');
  const staffed = { ...world, exchange };
  const together = [...liveScenarios(staffed), ...clockedScenarios()];
  // Both change the world for others, so they come after them.
  const alone = [refusedTemplate(staffed), unstaffed];
  const count = together.length + alone.length;
  const share = createSemaphore(AT_ONCE);
  let played = 0;
  const playOne = async ({ name, play }: OfficeScenario) => {
    const { problems, ...outcome } = await play();
    const ok = problems.length === 0;
    played += 1;
    print(`${progress(played, count)}  ${ok ? '✓' : '✗'} ${name}`);
    for (const problem of problems) print(`      ✗ ${problem}`);
    for (const { to, way, text } of outcome.messages) print(`      ${way} ${to}: ${text}`);
    return { name, ok, problems, ...outcome };
  };
  const results = await Promise.all(together.map((one) => share(() => playOne(one))));
  for (const one of alone) results.push(await playOne(one));
  const told = results
    .flatMap(({ told_after_ms }) => told_after_ms ?? [])
    .toSorted((a, b) => a - b);
  const p95 = told[Math.ceil(told.length * 0.95) - 1];
  print(`${results.filter(({ ok }) => ok).length} of ${count} as promised; told p95 ${p95} ms.`);
  result({ scenarios: results, told_p95_ms: p95 });
  return results.every(({ ok }) => ok);
}
