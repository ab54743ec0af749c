// What is known of an event that was handed on, and of the function that did it.

/** A function that may hand on what it is given. */
export interface RelayState {
  /** All its calls hand on: somebody else was seen to handle what it was given. */
  readonly isCertain: boolean;
  /** What it hands on is handled before it returns, if at all. */
  readonly isAtOnce: boolean;
  /** So many events were handed on without that anybody handled one, that only some of its calls are still looked at. */
  readonly isInVain: boolean;
  /** The position of its last call. */
  readonly lastPosition: number;
  /** When it became certain: the first record that was not read. */
  readonly readUntil: number;
  /** Of a call with a list, the entries are handled one by one inside it. */
  goesThroughLists: boolean;
  /** Whether copies of the events are handed on; `undefined` until one was handled. */
  areCopied: boolean | undefined;
  /** @param readUntil the first record that was not read */
  becomesCertain(readUntil: number): void;
}

/** An event that was handed on. */
export interface HandedOn {
  readonly relay: RelayState;
  readonly atNanos: number;
  /** The stretch of code without a pause in which that was. */
  readonly stretch: number;
  /** Of the call; 0 until it has begun. */
  position: number;
  /** The same object, as another relay had handed it on before. */
  readonly before: HandedOn | undefined;
}
