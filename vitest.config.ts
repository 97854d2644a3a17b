import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Tests that wait in real time, start commands, synthesize stacks or render speech; `npm run test:fast` leaves them out. */
const SLOW = [
  'local/{aws/lambda,gateway,phrasebook,speech}/**/*.test.ts',
  'packages/twilio-exchange/test/**/*.test.ts',
  'test/agent/{office-tasks,people,toolbox,viewing-tools}.test.ts',
  'test/calls/{call-records,reconcile,watchdog,webhooks}.test.ts',
  'test/commands/{brokers-command,office-command,office-viewings,prompts,speak}.test.ts',
  'test/crm/{callback-migration,contact-joins,crm-erase,viewing-days}.test.ts',
  'test/doors/**/*.test.ts',
  'test/infra/**/*.test.ts',
  'test/interleavings/**/*.test.ts',
  'test/listings/{listing-source,listings,office-exports}.test.ts',
  'test/media/vad.test.ts',
  'test/run/**/*.test.ts',
  'test/messages/{crm-notices,messages,whatsapp-*}.test.ts',
  'test/vendors/{google-*,openai-live-sessions,openai-live-transcriber}.test.ts',
  'test/worlds/{control,crm-command,late-streams,listings-command,media-service,streams}.test.ts',
];
/** Tests that open whole worlds; they mostly wait for speech, so more of them fit than there are cores. */
const WORLDS = 'test/worlds/**/*.test.ts';
/** Twelve calls at once, the demonstration, and calls behind the guard of rights need the machine for themselves. */
const CROWD = 'test/worlds/{calls,resume,rights}.test.ts';
/** The longest files start first: a clean clone has no timings of earlier runs. */
const LONGEST = [
  'calls/watchdog',
  'commands/prompts',
  'crm/crm-erase',
  'messages/messages',
  'messages/whatsapp-inbound',
  'worlds/accept',
  'worlds/call-command',
  'worlds/media-service',
  'worlds/start',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      LONGEST.some((name) => moduleId.endsWith(`/${name}.test.ts`)) ? 1 : 0;
    return (await super.sort(files)).toSorted((one, other) => isLong(other) - isLong(one));
  }
}

/** Files of one worker share its modules; loading them anew for each took a third of the time. */
const SHARED_MODULES = { isolate: false } as const;

export default defineConfig({
  test: {
    // Calls run in real time, and a busy machine makes them late.
    testTimeout: 90_000,
    // Tests outside of worlds wait now and then, so more of them fit than there are cores.
    maxWorkers: 4,
    // A command that a test starts loads its modules in half the time.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
    maxConcurrency: 8,
    // Thousands of the product's log lines hide the progress.
    silent: 'passed-only',
    hookTimeout: 120_000,
    setupFiles: ['test/run/late-machine.ts'],
    expect: { poll: { timeout: 10_000 } },
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          ...SHARED_MODULES,
          name: 'fast',
          include: ['{test,packages,local}/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...SLOW, WORLDS],
        },
      },
      {
        extends: true,
        test: { ...SHARED_MODULES, name: 'slow', include: SLOW },
      },
      {
        extends: true,
        test: {
          name: 'worlds',
          include: [WORLDS],
          exclude: [...configDefaults.exclude, ...SLOW, CROWD],
          // More of them at once make each other late.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'crowd',
          include: [CROWD],
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
