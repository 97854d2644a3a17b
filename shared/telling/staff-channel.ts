import type { Broker } from '#shared/domain/office/broker.ts';
import type { StaffRequest } from '#shared/domain/office/staff-request.ts';
import type { Task } from '#shared/domain/office/task.ts';
import { taskInWords } from '#shared/domain/office/telling-words.ts';
import type { Office } from '#shared/ports/office.ts';
import type { StaffMessages } from '#shared/ports/staff-messages.ts';
import type { Tasks } from '#shared/ports/tasks.ts';
import type { Tellings } from '#shared/ports/tellings.ts';
import { type AgendaParts, agendaOf } from './agenda.ts';
import { type AlertApprovalParts, approveAlert } from './alert-approval.ts';
import { noteTouch } from './human-touch.ts';

/** The stores that a request of the office's people reads and writes. */
export type StaffChannelParts = AgendaParts &
  Pick<AlertApprovalParts, 'alerts'> & {
    readonly messages: Pick<StaffMessages, 'find' | 'findBySid'>;
    readonly tasks: Pick<Tasks, 'find' | 'done' | 'allOpen'>;
    readonly tellings: Pick<Tellings, 'take'>;
    readonly office: Pick<Office, 'settings'>;
  };

const HELP =
  'כאן המערכת של המשרד. אפשר להשיב להודעה "אני על זה" או "טופל", לכתוב "היום" כדי לקבל את הביקורים והמשימות של היום, ולהשיב "שלחו" לשאלה על נכס חדש. לקוחות כותבים מהטלפון שלהם.';
const UNKNOWN =
  'לא מצאתי את ההודעה שהשבתם לה, ולכן לא סימנתי כלום. השיבו להודעה על המשימה, או כתבו "היום".';
const NOTHING = 'לא מצאתי משימה פתוחה. לרשימה של היום כתבו "היום".';

/**
 * Does what a person of the office asks for, and returns the answer. A repeated request does nothing more.
 * @throws VendorFailed
 */
export async function answerStaff(
  parts: StaffChannelParts,
  person: Broker,
  request: StaffRequest,
  repliedTo: string | undefined,
): Promise<string> {
  const now = Date.now();
  switch (request.kind) {
    case 'help':
      return HELP;
    case 'today':
      return (await agendaOf(parts, person, now)) ?? 'אין היום ביקורים או משימות.';
    case 'send-alert':
      return approveAlert(parts, person, { id: request.alert, repliedTo }, now);
    case 'take': {
      const asked = await tasksAsked(parts, person, repliedTo);
      if (!asked) return UNKNOWN;
      const known = asked.filter((task) => task !== undefined);
      return takeAll(parts, person, known, now);
    }
    case 'done': {
      const asked = await tasksAsked(parts, person, repliedTo);
      if (!asked) return UNKNOWN;
      const [first, ...others] = asked.filter((task) => task !== undefined);
      const only = request.number === undefined ? first : asked[request.number - 1];
      if (!only) return NOTHING;
      if (request.number === undefined && others.length > 0) {
        return `בהודעה ${asked.length} משימות. איזו טופלה? כתבו למשל "טופל 2".`;
      }
      const isDone = await endTask(parts, person, only, now);
      return `${isDone ? 'רשמתי שטופל' : 'זה כבר סומן כטופל'}: ${taskInWords(only)}`;
    }
  }
}

async function takeAll(
  { tellings, office }: StaffChannelParts,
  person: Broker,
  tasks: readonly Task[],
  now: number,
): Promise<string> {
  if (tasks.length === 0) return NOTHING;
  const taken = await Promise.all(
    tasks.map(async (task) => {
      const row = await tellings.take(task, person.id, now);
      if (row && task.taken_at === undefined) await noteTouch(office, task, now);
      return row !== undefined;
    }),
  );
  const count = taken.filter(Boolean).length;
  if (count === 0) return 'מישהו אחר כבר לקח את זה, או שזה כבר טופל.';
  if (tasks.length === 1) return `רשמתי שזה אצלך: ${taskInWords(tasks[0] as Task)}`;
  return `רשמתי שאצלך ${count} משימות.`;
}

async function endTask(
  { tasks, tellings, office }: StaffChannelParts,
  person: Broker,
  task: Task,
  now: number,
): Promise<boolean> {
  await tellings.take(task, person.id, now);
  const isDone = await tasks.done(task.id, person.id, now);
  if (isDone && task.taken_at === undefined) await noteTouch(office, task, now);
  return isDone;
}

/**
 * Returns the tasks of the message that a person answers, in their places; undefined for one that is gone. Without a
 * message, those of the last one to them. Undefined if they answer an unknown message.
 */
async function tasksAsked(
  { messages, tasks }: StaffChannelParts,
  person: Broker,
  repliedTo: string | undefined,
): Promise<(Task | undefined)[] | undefined> {
  const message = repliedTo
    ? await messages.findBySid(repliedTo)
    : await lastMessage({ messages, tasks }, person);
  if (repliedTo && !message) return undefined;
  if (!message || message.broker_id !== person.id) return [];
  return Promise.all(message.tasks.map((id) => tasks.find(id)));
}

async function lastMessage(
  { messages, tasks }: Pick<StaffChannelParts, 'messages' | 'tasks'>,
  person: Broker,
) {
  const told = (await tasks.allOpen())
    .flatMap((task) => task.told ?? [])
    .filter(({ broker }) => broker === person.id)
    .toSorted((one, other) => other.at - one.at);
  return told[0] && messages.find(told[0].id);
}
