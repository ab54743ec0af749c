// Tells the watch of the event loop of every callback and whose it is.
//
// async_hooks with `before` only and without promise tracking: `npm run bench` prints what a callback costs, an await costs
// nothing. An exception in the hook would end the process.

import { createHook } from 'node:async_hooks';
import type { OwnerTable } from '../../model/owner-table.js';
import { runningResource } from '../../primordials.js';
import { activeTickContext } from '../recorder/tick-context.js';
import type { LoopWatch } from './loop-watch.js';
import { isTickscopeWork } from './tickscope-work.js';
import { ResourceOwners, SAME_CALLBACK } from './resource-owner.js';
import { debug } from '../../stderr.js';

interface HookOptions {
  before(asyncId: number): void;
  readonly trackPromises: boolean;
}

export class CallbackHook {
  readonly #loop: LoopWatch;
  readonly #resources: ResourceOwners;
  readonly #unknownId: number;
  #traceNumber = 0;

  constructor(loop: LoopWatch, owners: OwnerTable) {
    this.#loop = loop;
    this.#resources = new ResourceOwners((kind, name) => owners.intern(kind, name));
    this.#unknownId = owners.intern('other', '');
  }

  start(): void {
    const options: HookOptions = { before: (asyncId) => this.#before(asyncId), trackPromises: false };
    createHook(options).enable();
  }

  #before(asyncId: number): void {
    const loop = this.#loop;
    let ownerId = this.#unknownId;
    let traceNumber = 0;
    let isPart = false;
    try {
      const trace = activeTickContext()?.trace;
      traceNumber = trace?.number ?? 0;
      if (isTickscopeWork()) {
        ownerId = loop.tickscopeOwnerId;
      } else {
        ownerId = this.#resources.ownerOf(runningResource());
        if (ownerId === SAME_CALLBACK) {
          if (traceNumber === this.#traceNumber) return;
          isPart = true;
          ownerId = loop.callbackId;
        }
        if (trace !== undefined && trace.isTick && !trace.closed) ownerId = loop.ticks.ownerOf(trace.operationId);
      }
    } catch (error) {
      // A context or a resource of somebody else's making must not end the process.
      debug('finding the owner of a callback failed', error);
    }
    this.#traceNumber = traceNumber;
    loop.callbackStarted(ownerId, traceNumber, asyncId, isPart);
  }
}

/**
 * Whether this Node.js can leave promises out: else every await would cost 186 ns. One that knows the option refuses a wrong
 * value for it; one that does not takes anything.
 */
export function canLeavePromisesOut(): boolean {
  try {
    createHook({ before: () => {}, trackPromises: 'probe' } as unknown as HookOptions);
    return false;
  } catch {
    return true;
  }
}
