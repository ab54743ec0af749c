// What is asked about the input of an operation, whose calls get faster or fewer only by its input.

/** What is known of an input from before. */
export type Seen = 'new' | 'before' | 'in this tick';

/** Told of every call of a function that looks as if its result depended on its arguments alone. */
export interface PureCalls {
  /** Whether anybody still follows it. */
  readonly isFollowed: boolean;
  /** Whether so many results were looked at that a few more will do. */
  readonly isWellKnown: boolean;
  called(input: number): void;
  /** Of a sample: something of the input is not read, so two inputs may be taken for one. */
  inputUnread(): void;
  /** Of a sample, after `called`. @param result a hash; undefined where it cannot be read */
  returned(result: number | undefined, nanos: number): void;
}

/** Told of every call whose input could be read. */
export interface InputSink {
  inputSeen(length: number, seen: Seen): void;
  /** `period=14`: settings of the calls, each text once. */
  parametersSeen(text: string): void;
  readonly pureCalls?: PureCalls | undefined;
}

/**
 * Looks at calls of one operation: before each, because the call may change its input, and after it, outside the time that
 * is measured. Never throws, whatever the program's objects do, and costs the same for an input of any length.
 */
export interface InputObserver {
  /**
   * @param tickNumber 0 outside any tick
   * @returns whether the input is known, and `after` has to follow with the result
   */
  before(self: unknown, args: readonly unknown[], tickNumber: number): boolean;
  after(result: unknown): void;
}

/** @param parameters the names of the function's parameters, where they are known; `undefined` for one that is a pattern */
export type MakeInputObserver = (sink: InputSink, parameters: readonly (string | undefined)[]) => InputObserver;
