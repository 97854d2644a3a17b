/** One attempt to answer a message: its id, the model's time, and the lease on sending the reply. */
export type AnswerAttempt = {
  readonly by: string;
  readonly thinkingMs: number;
  readonly sendingMs: number;
};
