// Writes down every callback of the event loop and whose it is.
//
// async_hooks with `before` only and without promise tracking: `npm run bench` prints what a callback costs, an await costs
// nothing. An exception in the hook would end the process.

import { type ConnectionTable, NO_CONNECTION } from '../../model/connection-table.js';
import { CALLBACK, CHECK_SHIFT, NOTE } from '../../model/log/log-layout.js';
import { SAME_CALLBACK_NUMBER, SHORT_CALLBACK_NANOS } from '../../model/log/loop-records.js';
import type { OwnerTable } from '../../model/owner-table.js';
import { STALL_NANOS } from '../../model/record/runtime-rows.js';
import { guardedHook, NOTHING } from '../../guard.js';
import { hookResources, nodeTiming, runningResource } from '../../primordials.js';
import { CostSample } from '../recorder/cost-sample.js';
import { delivers, type LoopTurn } from '../recorder/loop-turn.js';
import type { Recorder } from '../recorder/recorder.js';
import { isTickscopeWork } from './tickscope-work.js';
import type { FunctionPlaces } from './function-owners.js';
import { waitedMillis, type InterruptedWaits } from './idle-time.js';
import { ResourceOwners, SAME_CALLBACK } from './resource-owner.js';
import { SocketConnections } from './socket-connections.js';
import { debug } from '../../stderr.js';

/** One in this many callbacks has the cost of looking at it measured. A power of two. */
const CALLBACKS_PER_COST_SAMPLE = 64;
const SHORT_MILLIS = SHORT_CALLBACK_NANOS / 1e6;
const STALL_MILLIS = STALL_NANOS / 1e6;

export class CallbackHook {
  readonly #recorder: Recorder;
  readonly #turn: LoopTurn;
  readonly #resources: ResourceOwners;
  readonly #unknownId: number;
  readonly #tickscopeId: number;
  readonly #interrupted: InterruptedWaits | undefined;
  readonly #sample = new CostSample();
  #scope = 0;
  #callbacks = 0;
  // Arrays: fields that are set to numbers with a fraction would be objects at every callback.
  readonly #last = new Float64Array(2);
  /** A stall may have ended in this turn: the loop's iterations tell which ticks it delayed. */
  #followsStall = false;
  /** The callback before was Tickscope's, which reads its log in one immediate after the other while a tick waits: each in a turn of its own. */
  #followsTickscope = false;

  /** @param interrupted where signals interrupt the waiting of the loop */
  constructor(
    recorder: Recorder,
    turn: LoopTurn,
    owners: OwnerTable,
    connections: ConnectionTable,
    places: FunctionPlaces,
    interrupted?: InterruptedWaits,
  ) {
    this.#interrupted = interrupted;
    this.#recorder = recorder;
    this.#turn = turn;
    this.#resources = new ResourceOwners(owners, places, new SocketConnections(connections));
    this.#unknownId = owners.intern('other', '');
    this.#tickscopeId = owners.intern('tickscope', '');
  }

  start(): void {
    const before = guardedHook('watching the event loop', (asyncId: number) => this.#before(asyncId));
    hookResources({ before, trackPromises: false }).enable();
  }

  #before(asyncId: number): void {
    if ((++this.#callbacks & (CALLBACKS_PER_COST_SAMPLE - 1)) !== 0) return this.#look(asyncId);
    this.#sample.begin();
    this.#look(asyncId);
    this.#recorder.watchingCost(this.#sample.end(), CALLBACKS_PER_COST_SAMPLE);
  }

  #look(asyncId: number): void {
    let ownerId = this.#unknownId;
    let connection = NO_CONNECTION;
    let scope = 0;
    let isDelivery = false;
    try {
      const { active } = this.#recorder;
      scope = active.get();
      if (isTickscopeWork()) {
        ownerId = this.#tickscopeId;
      } else {
        const resource = runningResource();
        ownerId = this.#resources.ownerOf(resource);
        if (ownerId === SAME_CALLBACK) {
          if (scope === this.#scope) return;
          ownerId = SAME_CALLBACK_NUMBER;
        }
        ({ connection } = this.#resources);
        isDelivery = delivers(resource.constructor?.name);
      }
      if (ownerId !== SAME_CALLBACK_NUMBER) active.clearLight();
    } catch (error) {
      // A context or a resource of somebody else's making must not end the process.
      debug('finding the owner of a callback failed', error);
    }
    this.#scope = scope;
    this.#write(ownerId | (connection << CHECK_SHIFT), scope, asyncId, isDelivery);
  }

  #write(number: number, scope: number, asyncId: number, isDelivery: boolean): void {
    const { log } = this.#recorder;
    const lastMillis = this.#last[0] as number;
    const lastIdleMillis = this.#last[1] as number;
    const position = this.#recorder.begin(CALLBACK | number, scope);
    const atMillis = log.times[(position & log.mask) << 1] as number;
    const isShort = atMillis - lastMillis < SHORT_MILLIS;
    if (!isShort) this.#interrupted?.callbackStarted(atMillis, this.#workedUntil(position, lastMillis, atMillis));
    const idleTime = isShort ? lastIdleMillis : waitedMillis();
    if (idleTime > lastIdleMillis) this.#followsStall = false;
    else if (atMillis - lastMillis >= STALL_MILLIS) this.#followsStall = true;
    const isTickscope = number === this.#tickscopeId;
    const tellsRound = this.#followsStall || isTickscope || this.#followsTickscope;
    log.append(idleTime, NOTE, tellsRound ? nodeTiming.uvMetricsInfo.loopCount : 0);
    this.#followsTickscope = isTickscope;
    this.#last[0] = atMillis;
    this.#last[1] = idleTime;
    this.#turn.callbackStarted(asyncId, isDelivery, atMillis);
  }

  /** The record before tells when it was written, where its time is one. */
  #workedUntil(position: number, lastMillis: number, atMillis: number): number {
    const { log } = this.#recorder;
    const beforeMillis = log.times[((position - 1) & log.mask) << 1] as number;
    return beforeMillis > lastMillis && beforeMillis <= atMillis ? beforeMillis : lastMillis;
  }
}

/**
 * Whether this Node.js can leave promises out: else every await would cost 186 ns. One that knows the option refuses a wrong
 * value for it; one that does not takes anything.
 */
export function canLeavePromisesOut(): boolean {
  try {
    hookResources({ before: NOTHING, trackPromises: 'probe' });
    return false;
  } catch {
    return true;
  }
}
