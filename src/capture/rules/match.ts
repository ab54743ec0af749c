// What a rule says of a function, a loop or a callback that it takes.

import type { OrderAction } from '../../model/orders.js';
import type { FoundFunction } from '../../model/rules.js';
import type { MakeInputObserver } from './input-observer.js';

/** What a rule says of a function that it takes. */
export interface Match extends Omit<FoundFunction, 'location'> {
  /** `arrival`: events come in through it; `cache`: it looks something up. Its calls are counted and are no operations. */
  readonly kind: 'tick' | 'indicator' | 'database' | 'external' | 'internal' | 'arrival' | 'cache';
  readonly strategy?: string;
  /** Of a tick: whether a call's arguments are a market event. */
  readonly isTick?: (args: readonly unknown[]) => boolean;
  /** Of an indicator: who looks at its input. */
  readonly observeInput?: MakeInputObserver;
  /** Of an indicator: its result depends on its arguments alone, as far as its text or its package says. */
  readonly isPure?: true;
  /** Of a package's function that may end later than it returns, where its text does not say so. */
  readonly endsBy?: 'promise' | 'callback';
  /** Its outermost call is an order. */
  readonly order?: OrderMatch;
  /** Its file speaks for it and not its name alone; as a closure without a class it is not taken. */
  readonly isByFile?: true;
  /** It is only looked at, and nothing is recorded. */
  readonly lookedAt?: true;
  /**
   * Of a tick: it may only hand on what it is given. `later`: nothing in its text handles an event, or it is a package's; `at once`: it is
   * bound, and calls another function with it.
   */
  readonly mayHandOn?: 'later' | 'at once';
  /** Of a tick: only what a listener had before is one. */
  readonly onlyHandedOn?: true;
  /** Of a tick: what it is given may be a text that it parses. Of a generator nothing is parsed before its first step. */
  readonly takesTexts?: true | undefined;
  /** It is given messages: what they are shows when the function has parsed them. */
  readonly takesMessages?: true;
}

export interface OrderMatch {
  readonly action: OrderAction;
  /** Only where it goes on after it has returned, or something goes out in it: else it makes an object and asks nobody. */
  readonly mayBeNone?: true;
  /** The member of its object that names the venue. */
  readonly venueKey?: string;
}
