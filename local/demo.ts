import { runCommand } from '@agent-locator/command-line/command.ts';
import { parseOptions, UsageError } from '@agent-locator/command-line/options.ts';
import { openOutput } from '@agent-locator/command-line/output.ts';
import { demonstrateFaults } from './demo/fault-rows.ts';
import { demonstrateOffice } from './demo/office/office-scenarios.ts';
import { demonstrateConversations } from './demo/own-conversations.ts';
import { demonstrateScenarios } from './demo/scenario-calls.ts';
import { faultRows } from './scenario/faults/rows.ts';
import { messageRows } from './scenario/faults/whatsapp/rows.ts';
import { scenarios } from './scenario/scenarios.ts';

const HELP = `Usage: npm run demo [-- --faults [--all] | --conversations | --office] [--json]

Opens a world of its own, with stand-ins for every vendor. It places the calls below
and checks the product's promises for each. Calls that break nothing run side by
side; each is shown when it is over.

${scenarios.map(({ name, purpose }) => `  ${name.padEnd(18)} ${purpose}`).join('\n')}

  --faults  instead, ${faultRows.length} calls in which something goes wrong, with prompts of a second,
            and ${messageRows.length} conversations on WhatsApp
  --all     with them, the product’s own prompts, which take longer
  --conversations
            instead, every scripted conversation of the product
  --office  instead, calls after which the people of the office are told
  --json    one JSON document on stdout, everything else on stderr
  --help    this text

More in docs/failures.md and docs/scripted-conversations.md.
Exit code: 0 when every promise was kept, 1 when not, 2 for a wrong option.`;

process.exitCode = await runCommand({
  help: HELP,
  read: readOptions,
  run: ({ faults, all, conversations, office, json }) => {
    const output = openOutput(json);
    if (office) return demonstrateOffice(output);
    if (conversations) return demonstrateConversations(output);
    return faults ? demonstrateFaults(output, all) : demonstrateScenarios(output);
  },
});

function readOptions(args: string[]) {
  const { values } = parseOptions({
    args,
    options: {
      faults: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      conversations: { type: 'boolean', default: false },
      office: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (values.all && !values.faults) throw new UsageError('--all goes with --faults.');
  if (values.faults && values.conversations) {
    throw new UsageError('--faults and --conversations are two runs; name one of them.');
  }
  return values;
}
