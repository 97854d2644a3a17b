import { accountOf, numbersOf } from '#commands/accept/account.ts';
import type { Check } from '#commands/accept/check.ts';
import { readCrm } from '#commands/accept/crm-access.ts';
import { leaveVoicemail } from '#commands/accept/local-voicemail.ts';
import type { Deployment } from '#commands/deployment/deployment.ts';
import { Broken, NotChecked } from '#commands/deployment/verdict.ts';
import { type Patience, waitUntil } from '#local/polling.ts';
import { dynamoCallLogs } from '#shared/adapters/dynamo/call-logs.ts';
import { dynamoCallTurns } from '#shared/adapters/dynamo/call-turns.ts';
import type { DynamoDb } from '#shared/adapters/dynamo/table-client.ts';
import { dynamoTasks } from '#shared/adapters/dynamo/tasks.ts';
import { twilioTelephony } from '#shared/adapters/twilio/telephony.ts';
import { turnIdOf, type VoicemailName } from '#shared/domain/calls/recording-name.ts';
import { voicemailTaskId } from '#shared/office/voicemail-task.ts';
import type { Telephony } from '#shared/ports/calls.ts';

/** Older voicemails say nothing about the present deployment. */
const WINDOW_MS = 26 * 60 * 60_000;
const LISTED_AT_MOST = 50;
const GIVEN_UP = 'could not be transcribed';

/** The last voicemail is in the CRM in words, and a task of the office. In a local world, a call is placed to leave one. */
export const voicemail: Check = {
  name: 'voicemail of a real call',
  isSlow: true,
  async run(deployment) {
    const account = accountOf(deployment);
    const telephony = twilioTelephony(account, { twilioAuthToken: account.authToken });
    const { world, patience } = deployment;
    const left = world?.twilio
      ? await voicemailOf(await leaveVoicemail(world), telephony, patience)
      : await lastVoicemail(deployment, telephony);
    await demandWords(deployment, left);
    return `${left.recordingSid} of ${left.callSid} is transcribed, and a task of the office`;
  },
};

async function voicemailOf(
  callSid: string,
  telephony: Telephony,
  patience: Patience,
): Promise<VoicemailName> {
  const since = Date.now() - WINDOW_MS;
  const find = async () => {
    const voicemails = await telephony.voicemailsSince(since, LISTED_AT_MOST);
    return voicemails.find((voicemail) => voicemail.callSid === callSid);
  };
  const left = await waitUntil(find, (found) => found !== undefined, patience);
  if (left) return left;
  throw new Broken(`${callSid} was placed, and its voicemail was not recorded`);
}

/** Returns the last voicemail at the numbers of this deployment. */
async function lastVoicemail(deployment: Deployment, telephony: Telephony): Promise<VoicemailName> {
  const numbers = (await numbersOf(deployment)).map(({ phoneNumber }) => phoneNumber);
  for (const left of await telephony.voicemailsSince(Date.now() - WINDOW_MS, LISTED_AT_MOST)) {
    const call = await telephony.find(left.callSid);
    if (call && numbers.includes(call.to)) return left;
  }
  throw new NotChecked('no voicemail of the last day: call the number and leave one');
}

async function demandWords(deployment: Deployment, left: VoicemailName): Promise<void> {
  const problem = await readCrm(deployment, (db) =>
    waitUntil(
      () => problemOf(left, db),
      (found) => found === undefined || found === GIVEN_UP,
      deployment.patience,
    ),
  );
  if (problem) throw new Broken(`${left.recordingSid} of ${left.callSid} ${problem}`);
}

/** Returns why a voicemail cannot be read in the CRM yet; undefined where it can. */
async function problemOf(left: VoicemailName, db: DynamoDb): Promise<string | undefined> {
  const { callSid } = left;
  const call = await dynamoCallLogs(db).find(callSid);
  if (!call) return 'is of a call that is not in call_log';
  if (call.erased_at !== undefined) return undefined;
  const turn = (await dynamoCallTurns(db).ofCall(callSid)).find(({ id }) => id === turnIdOf(left));
  if (!turn) return 'is not in call_turn';
  if (turn.transcription === 'failed') return GIVEN_UP;
  if (turn.transcription !== 'done') return 'is not transcribed yet';
  if (turn.user_text && !call.transcript) return 'is not in the transcript of its call';
  return (await dynamoTasks(db).find(voicemailTaskId(left)))
    ? undefined
    : 'is not a task of the office';
}
