// Begins to watch the event loop, as closely as is wanted and this Node.js allows.

import type { EventLoopMode } from '../../config/limits.js';
import type { ConnectionTable } from '../../model/connection-table.js';
import { CALLBACK, NOTE, SLOW_CALL } from '../../model/log/log-layout.js';
import { NO_CALLBACK } from '../../model/log/loop-records.js';
import type { OwnerTable } from '../../model/owner-table.js';
import { guarded } from '../../guard.js';
import { nodeTiming, startImmediate } from '../../primordials.js';
import { CostSample } from '../recorder/cost-sample.js';
import type { LoopTurn } from '../recorder/loop-turn.js';
import type { Recorder } from '../recorder/recorder.js';
import { CallbackHook, canLeavePromisesOut } from './callback-hook.js';
import type { FunctionPlaces } from './function-owners.js';
import { hasBlocked, waitedMillis, type InterruptedWaits } from './idle-time.js';
import { asTickscopeWork } from './tickscope-work.js';

/** One in this many turns has the cost of looking at it measured. A power of two. */
const TURNS_PER_COST_SAMPLE = 64;

/** @returns what is wanted, or the next best that does not cost the program a part of every await */
export function possibleMode(wanted: EventLoopMode): EventLoopMode {
  return wanted === 'callbacks' && !canLeavePromisesOut() ? 'turns' : wanted;
}

export function watchLoop(
  mode: EventLoopMode,
  recorder: Recorder,
  turn: LoopTurn,
  owners: OwnerTable,
  connections: ConnectionTable,
  places: FunctionPlaces,
  interrupted?: InterruptedWaits,
): void {
  if (mode === 'callbacks') new CallbackHook(recorder, turn, owners, connections, places, interrupted).start();
  if (mode === 'turns') probeTurns(recorder, owners.intern('turn', ''));
}

function probeTurns(recorder: Recorder, turnId: number): void {
  const write = (ownerId: number): void => {
    recorder.begin(CALLBACK | ownerId, 0);
    recorder.log.append(waitedMillis(), NOTE, nodeTiming.uvMetricsInfo.loopCount);
  };
  const sample = new CostSample();
  let turns = 0;
  const lookAtTurn = (): void => {
    write(turnId);
    startImmediate(probe).unref();
  };
  const probe = guarded('watching the event loop', () => {
    if ((++turns & (TURNS_PER_COST_SAMPLE - 1)) !== 0) return lookAtTurn();
    sample.begin();
    lookAtTurn();
    recorder.watchingCost(sample.end(), TURNS_PER_COST_SAMPLE);
  });
  asTickscopeWork(() => startImmediate(probe).unref());
  // A turn may begin with a tick: the loop has waited since the probe.
  recorder.beforeTicks(() => write(NO_CALLBACK));
}

/** Writes a synchronous system call down that took long. */
export function recordSlowCall(recorder: Recorder, text: string, nanos: number): void {
  hasBlocked(nanos / 1e6);
  const { log } = recorder;
  if (log.texts.isFull) recorder.drain();
  const position = recorder.begin(SLOW_CALL | log.texts.numberOf(text), 0);
  log.times[(position & log.mask) << 1] = nanos / 1e6;
}
