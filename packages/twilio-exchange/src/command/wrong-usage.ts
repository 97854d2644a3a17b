/** The command was called with options that it cannot carry out. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}
