// What a rule says of a function, a loop or a callback that it takes.

import type { MakeInputObserver } from './input-observer.js';

/** What a rule says of a function that it takes. */
export interface Match {
  /** `arrival`: events come in through it, which are counted; its calls are no operations. */
  readonly kind: 'tick' | 'indicator' | 'database' | 'external' | 'internal' | 'arrival';
  /** `Class.method`, or the function's own name. */
  readonly name: string;
  /** Which rule took it, in words for people. */
  readonly rule: string;
  readonly strategy?: string;
  /** Of a tick: whether a call's arguments are a market event. */
  readonly isTick?: (args: readonly unknown[]) => boolean;
  /** Of an indicator: the package that it comes from. */
  readonly library?: string;
  /** Of an indicator: who looks at its input. */
  readonly observeInput?: MakeInputObserver;
  /** The program's author named it: nothing about the function or its arguments is doubted. */
  readonly configured?: true;
  /** It is only looked at, and nothing is recorded. */
  readonly lookedAt?: true;
  /** It is given messages: what they are shows when the function has parsed them. */
  readonly takesMessages?: true;
}
