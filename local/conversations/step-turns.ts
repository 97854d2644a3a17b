import { type CallTurn, toDialogue } from '#shared/domain/calls/call-turn.ts';

/** Returns the turns of each step: from the step's beginning to the next step that speaks. */
export function turnsOfSteps(
  taken: readonly (number | null | undefined)[],
  speaks: readonly boolean[],
  turns: readonly CallTurn[],
): CallTurn[][] {
  const beginnings = speaks.flatMap((isSpoken, step) => {
    const at = taken[step];
    return isSpoken && at ? [{ step, at }] : [];
  });
  const ofSteps: CallTurn[][] = speaks.map(() => []);
  for (const turn of turns) {
    const beginning = beginnings.findLast(({ at }) => at <= turn.started_at);
    if (beginning && turn.mode !== 'recording') ofSteps[beginning.step]?.push(turn);
  }
  return ofSteps;
}

/** Returns the agent's words in some turns. */
export function saidIn(turns: readonly CallTurn[]): string {
  return turns.flatMap(({ reply_text: said }) => (said ? [said] : [])).join(' ');
}

/** Returns the caller's words in some turns, as they were understood. */
export function understoodIn(turns: readonly CallTurn[]): string {
  return toDialogue(turns)
    .flatMap(({ speaker, text }) => (speaker === 'caller' ? [text] : []))
    .join(' ');
}
