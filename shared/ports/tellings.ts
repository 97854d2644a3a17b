import type { Task } from '#shared/domain/office/task.ts';
import type { Telling, Told } from '#shared/domain/office/telling.ts';

/** A task with its moment (epoch ms): its row stands at least until then. */
export type DueTask = Pick<Task, 'id' | 'due_at'>;

/** Keeps who of the office is told of which task, in `tasks`. Moments are epoch ms. */
export interface Tellings {
  /**
   * Returns the tasks that are due to be told at a moment, the longest due first, up to a limit.
   * @throws VendorFailed
   */
  due(at: number, limit: number): Promise<Task[]>;
  /**
   * Puts a task into a message that is about to be sent. It is due again at `until`, should the sender die.
   * Returns false if another sender was faster.
   * @throws VendorFailed
   */
  begin(seen: Task, telling: Telling, until: number): Promise<boolean>;
  /**
   * Notes the fate of a message about a task, and when the task is due next; never without `dueAt`.
   * Ignored if the task is in another message by now.
   * @throws VendorFailed
   */
  finish(id: string, told: Told, dueAt: number | undefined): Promise<void>;
  /**
   * Takes a task out of a message that does not name it, and makes it due at `at`.
   * @throws VendorFailed
   */
  release(task: DueTask, tellingId: string, at: number): Promise<void>;
  /**
   * Makes a task due at a later moment; at none without `until`. Returns false if it changed meanwhile.
   * @throws VendorFailed
   */
  postpone(seen: Task, until: number | undefined): Promise<boolean>;
  /**
   * Makes a task due at `at` that was due later. Ignored once anybody was told of it.
   * @throws VendorFailed
   */
  hasten(task: DueTask, at: number): Promise<void>;
  /**
   * Notes that a message did not reach its person after all, and makes the task due at `at`. A task that was taken
   * up, and one whose message is unknown, stay.
   * @throws VendorFailed
   */
  lose(id: string, tellingId: string, at: number): Promise<void>;
  /**
   * Returns the open tasks of a contact. Its index may lag some milliseconds behind their opening.
   * @throws VendorFailed
   */
  openOf(contact: string): Promise<Task[]>;
  /**
   * Notes that a person takes a task up, by id, or `office` where nobody knows who it was. Returns the task; undefined if it is done, unknown, or another person's.
   * @throws VendorFailed
   */
  take(task: DueTask, by: string, at: number): Promise<Task | undefined>;
}
