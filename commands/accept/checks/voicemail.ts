import { accountOf, numbersOf } from '#commands/accept/account.ts';
import type { Line } from '#commands/accept/check.ts';
import { readStore } from '#commands/accept/crm-access.ts';
import { leaveMessage } from '#commands/accept/local-voicemail.ts';
import { eventually } from '#commands/accept/polling.ts';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { Broken, NotChecked } from '#commands/deployment/verdict.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { turnIdOf, type VoicemailName } from '#shared/domain/calls/recording-name.ts';
import type { Telephony } from '#shared/ports/calls.ts';

/** Older messages say nothing of what is deployed now. */
const WINDOW_MS = 26 * 60 * 60_000;
const LISTED_AT_MOST = 50;
const GIVEN_UP = 'could not be transcribed';

/** What a caller left as a message stands in the CRM in words: of the last such call, or of one that is placed here. */
export const message: Line = {
  name: 'message of a real call',
  isSlow: true,
  async check(deployment) {
    const account = accountOf(deployment);
    const telephony = twilioTelephony(account, { twilioAuthToken: account.authToken });
    const { world } = deployment;
    const left = world?.twilio
      ? await messageOf(await leaveMessage(world), telephony, deployment.patienceMs)
      : await lastMessage(deployment, telephony);
    await demandWords(deployment, left);
    return `${left.recordingSid} of ${left.callSid} is transcribed`;
  },
};

async function messageOf(
  callSid: string,
  telephony: Telephony,
  patienceMs: number,
): Promise<VoicemailName> {
  const since = Date.now() - WINDOW_MS;
  const left = await eventually(patienceMs, async () => {
    const messages = await telephony.voicemailsSince(since, LISTED_AT_MOST);
    return messages.find((message) => message.callSid === callSid);
  });
  if (left) return left;
  throw new Broken(`${callSid} was placed, and no message of it was recorded`);
}

/** The last message that was left at one of this deployment’s numbers. */
async function lastMessage(deployment: Deployment, telephony: Telephony): Promise<VoicemailName> {
  const numbers = (await numbersOf(deployment)).map(({ phoneNumber }) => phoneNumber);
  for (const left of await telephony.voicemailsSince(Date.now() - WINDOW_MS, LISTED_AT_MOST)) {
    const call = await telephony.find(left.callSid);
    if (call && numbers.includes(call.to)) return left;
  }
  throw new NotChecked('nobody left a message in the last day: call the number and leave one');
}

async function demandWords(deployment: Deployment, left: VoicemailName): Promise<void> {
  const problem = await readStore(deployment, async (db) => {
    let found: string | undefined;
    await eventually(deployment.patienceMs, async () => {
      found = await problemOf(left, db);
      return found === undefined || found === GIVEN_UP ? true : undefined;
    });
    return found;
  });
  if (problem) throw new Broken(`${left.recordingSid} of ${left.callSid} ${problem}`);
}

/** What a message lacks of being read in the CRM, if anything. */
async function problemOf(left: VoicemailName, db: DynamoDb): Promise<string | undefined> {
  const { callSid } = left;
  const call = await dynamoCallLogs(db).find(callSid);
  if (!call) return 'is of a call that is not in call_log';
  if (call.erased_at !== undefined) return undefined;
  const turn = (await dynamoCallTurns(db).ofCall(callSid)).find(({ id }) => id === turnIdOf(left));
  if (!turn) return 'is not in call_turn';
  if (turn.transcription === 'failed') return GIVEN_UP;
  if (turn.transcription !== 'done') return 'is not transcribed yet';
  return turn.user_text && !call.transcript ? 'is not in the transcript of its call' : undefined;
}
