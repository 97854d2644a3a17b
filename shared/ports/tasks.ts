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
   * Returns the open tasks, the earliest due first. It reads page after page.
   * @throws VendorFailed
   */
  allOpen(): Promise<Task[]>;
  /**
   * Returns a contact's tasks, the oldest first, also done ones.
   * @throws VendorFailed
   */
  ofContact(contact: string): Promise<Task[]>;
  /**
   * Marks an open task done, by a broker's id or `office`. Returns false if it is unknown or was done before.
   * @throws VendorFailed
   */
  done(id: string, by: string, at: number): Promise<boolean>;
  /**
   * Gives an open task to a broker. Returns false if it is unknown or done.
   * @throws VendorFailed
   */
  assign(id: string, brokerId: string, at: number): Promise<boolean>;
}
