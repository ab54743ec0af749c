// One call of an indicator that returns when its work is done.

import type { Sized } from '../../model/sizes/size-sums.js';
import type { Store } from '../recorder/active-scope.js';
import type { Operation } from '../wrap/operation.js';
import { Entry } from './entry.js';

export class IndicatorEntry extends Entry {
  operation: Operation | undefined;
  /** Whether its input was looked at, and its result has to be. */
  isKnown = false;
  /** Of what it was given; 0 where that was not looked at, or has none. */
  size = 0;
  sized: Sized = 'input';
  /** The log position of its begin, and the scope of its end. */
  begin = 0;
  endScope = 0;
  /** What the guard had before. */
  around = 0;
  /** It is a tree of its own, outside every tick; the synchronous scope that it was entered from. */
  isOutermost = false;
  priorLight = 0;
  priorLightStore: Store;
}
