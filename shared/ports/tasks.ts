import type { Task } from '#shared/domain/office/task.ts';

/** Keeps `tasks`. Moments are epoch ms. */
export interface Tasks {
  /**
   * Opens a task, once: a task with the same id stays as it is.
   * @throws VendorFailed
   */
  open(task: Task): Promise<void>;
  /**
   * Returns a task; undefined if it is unknown.
   * @throws VendorFailed
   */
  find(id: string): Promise<Task | undefined>;
  /**
   * Changes an open task; absent fields stay. Returns false if it is unknown or done.
   * @throws VendorFailed
   */
  revise(id: string, changes: TaskChanges, at: number): Promise<boolean>;
  /**
   * Returns the open tasks, the earliest due first. It reads page after page.
   * @throws VendorFailed
   */
  allOpen(): Promise<Task[]>;
  /**
   * Returns a contact's tasks, the oldest first, also done ones. Its index may lag some milliseconds behind `open`.
   * @throws VendorFailed
   */
  ofContact(contact: string): Promise<Task[]>;
  /**
   * Returns the tasks of a call or a message, the oldest first. Its index may lag some milliseconds behind `open`.
   * @throws VendorFailed
   */
  ofSource(sourceSid: string): Promise<Task[]>;
  /**
   * Marks an open task done, by a broker's id or `office`. Returns false if it is unknown or was done before.
   * @throws VendorFailed
   */
  done(id: string, by: string, at: number): Promise<boolean>;
  /**
   * Gives an open task to a broker. Returns false if it is unknown or done.
   * @throws VendorFailed
   */
  assign(task: Pick<Task, 'id' | 'due_at'>, brokerId: string, at: number): Promise<boolean>;
}

/** The fields of a task that may change while it is open. */
export type TaskChanges = Partial<
  Pick<
    Task,
    | 'kind'
    | 'joined'
    | 'due_at'
    | 'contact'
    | 'words'
    | 'name'
    | 'phone'
    | 'asked_for'
    | 'urgent'
    | 'listing_id'
    | 'assigned_to'
  >
>;
