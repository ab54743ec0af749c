// Begins to watch the event loop, as closely as is wanted and this Node.js allows.

import type { EventLoopMode } from '../../config/limits.js';
import { startImmediate } from '../../primordials.js';
import { CallbackHook, canLeavePromisesOut } from './callback-hook.js';
import { LoopWatch, type LoopWatchParts } from './loop-watch.js';
import { asTickscopeWork } from './tickscope-work.js';

/** @returns what is wanted, or the next best that does not cost the program a part of every await */
export function possibleMode(wanted: EventLoopMode): EventLoopMode {
  return wanted === 'callbacks' && !canLeavePromisesOut() ? 'turns' : wanted;
}

export function watchLoop(mode: EventLoopMode, parts: Omit<LoopWatchParts, 'seesCallbacks'>): LoopWatch | undefined {
  if (mode === 'off') return undefined;
  const seesCallbacks = mode === 'callbacks';
  const loop = new LoopWatch({ ...parts, seesCallbacks });
  if (seesCallbacks) new CallbackHook(loop, parts.owners).start();
  else probeTurns(loop, parts.owners.intern('turn', ''));
  return loop;
}

function probeTurns(loop: LoopWatch, turnId: number): void {
  const probe = (): void => {
    loop.callbackStarted(turnId, 0, 0, false);
    startImmediate(probe).unref();
  };
  asTickscopeWork(() => startImmediate(probe).unref());
}
