// Tells the watch of the event loop when a turn ends: for a Node.js that cannot tell callbacks apart at a bearable price.
//
// An immediate that makes the next one: it runs once a turn, after whatever was ready, and holds neither the loop nor the
// process. 120 ns a turn; it names nobody but the ticks.

import type { LoopWatch } from './loop-watch.js';
import { asOwnWork } from './own-work.js';

// Captured at preload: fake timers of a simulation would never fire.
const startImmediate = setImmediate;

export function probeTurns(loop: LoopWatch, turnId: number): void {
  const probe = (): void => {
    loop.callbackBegan(turnId, 0, 0, false);
    startImmediate(probe).unref();
  };
  asOwnWork(() => startImmediate(probe).unref());
}
