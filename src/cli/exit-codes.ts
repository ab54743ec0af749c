// What the command's end tells whoever called it.

export const EXIT_CODES = {
  /** A check has failed. */
  failed: 1,
  /** The call was wrong. */
  usage: 2,
  /** The data was unusable. */
  unusable: 3,
  /** Tickscope itself is at fault; `EX_SOFTWARE` of sysexits.h. */
  defect: 70,
} as const;

/** A call that cannot be carried out. The message names the flag, quotes the value and says what to do. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
