import type { CallTurn } from '#shared/domain/calls/call-turn.ts';
import type { CallTurns } from '#shared/ports/calls.ts';
import type { WriteQueue } from './write-queue.ts';

/** Writes the turns of one stream: a turn whose insert was given up is inserted again before its next update. */
export interface TurnWrites {
  open(turn: CallTurn): void;
  update(turn: Parameters<CallTurns['update']>[0]): void;
  /** Inserts the turns that are not written yet, once more. */
  retry(): void;
}

/** Creates the turn writes of one stream. */
export function createTurnWrites(
  turns: Pick<CallTurns, 'insert' | 'update'>,
  writes: Pick<WriteQueue, 'write'>,
): TurnWrites {
  /** The turns that the store does not have yet, by their ids. */
  const unwritten = new Map<string, CallTurn>();

  const insert = async (id: string) => {
    const turn = unwritten.get(id);
    if (!turn) return;
    await turns.insert(turn);
    unwritten.delete(id);
  };

  return {
    open(turn) {
      unwritten.set(turn.id, turn);
      writes.write(() => insert(turn.id));
    },
    update(turn) {
      writes.write(async () => {
        await insert(turn.id);
        await turns.update(turn);
      });
    },
    retry() {
      for (const id of unwritten.keys()) writes.write(() => insert(id));
    },
  };
}
