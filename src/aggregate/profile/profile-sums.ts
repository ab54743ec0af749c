// Adds samples of the processor up by what was running: the join of stacks with the recorder's operations, by time.
//
// A call that is on the stack is the sample's operation. Of one that goes on after its call has returned the log tells only when it began
// and ended, and other code may run meanwhile: there the innermost measured function on the sampled stack is the better witness.

import { BoundedNames } from '../bounded-names.js';
import { inKeyOrder } from '../../model/key-order.js';
import type { NameTable } from '../../model/name-table.js';
import type { OperationKind } from '../../model/operation.js';
import type { ProfileRow, ThreadState } from '../../model/record/profile-rows.js';
import type { SampledStacks } from '../../model/sampled-stacks.js';
import { type ProfileIdentity, profileIn, type ProfileRowSums } from './profile-row-sums.js';
import { readStack, type StackNames, type StackReading } from './read-stack.js';
import type { Running, RunningTimeline } from './running-timeline.js';

/** Of what their place in the code is that of a function of the program. Statements and requests stand where they are called. */
const STANDS_AT_FUNCTION: ReadonlySet<OperationKind> = new Set(['tick', 'indicator', 'database', 'internal']);
/** Strategies with a row of their own. */
const STRATEGIES = 64;

export class ProfileSums {
  readonly #names: NameTable;
  readonly #strategies = new BoundedNames(STRATEGIES);
  #rows = new Map<string, ProfileRowSums>();
  /** By the place of their function, as far as names are known. */
  readonly #operations = new Map<string, number>();
  #namesKnown = 0;

  constructor(names: NameTable) {
    this.#names = names;
  }

  /** @param timeline has everything until the last sample, and is asked for no earlier time than before */
  add(stacks: SampledStacks, timeline: RunningTimeline, placeOf: StackNames['placeOf']): void {
    this.#learnNames();
    const stackNames: StackNames = { placeOf, isMeasured: (location) => this.#operations.has(location) };
    const readings: StackReading[] = [];
    const { innermost, atNanos, missing } = stacks;
    if (missing > 0) this.#state('missing', missing);
    for (let sample = 0; sample < innermost.length; sample++) {
      const at = innermost[sample] as number;
      const reading = (readings[at] ??= readStack(stacks, at, stackNames));
      this.#sampled(reading, timeline.at(atNanos[sample] as number));
    }
  }

  /** @returns the rows since the last call of this */
  take(): ProfileRow[] {
    const rows = inKeyOrder(this.#rows).map((sums) => sums.toRow());
    this.#rows = new Map();
    return rows;
  }

  #sampled(reading: StackReading, running: Running): void {
    const { state } = reading;
    if (state === 'idle' || state === 'tickscope') return this.#state(state, 1);
    if (running.isForgotten) return this.#state('missing', 1);
    const { isOnStack } = running;
    const operationId = isOnStack ? running.operationId : this.#operationOf(reading, running);
    if (state === 'collecting') {
      this.#state('collecting', 1);
      for (const row of this.#rowsOf(operationId, running.symbol)) row.collecting++;
    } else if (state === 'native' && !isOnStack) {
      this.#state('native', 1);
    } else {
      const rows = this.#rowsOf(operationId, running.symbol);
      for (const row of rows.length > 0 ? rows : [this.#row({ scope: 'outside', name: '' })])
        row.add(reading.key, reading.frame, 1);
    }
  }

  #operationOf({ measured }: StackReading, { operationId }: Running): number | undefined {
    if (measured === undefined) return operationId;
    // A tick's function has another name inside a tick.
    if (operationId !== undefined) {
      const { kind, location } = this.#names.entry(operationId);
      if (location === measured && STANDS_AT_FUNCTION.has(kind)) return operationId;
    }
    return this.#operations.get(measured);
  }

  #learnNames(): void {
    for (; this.#namesKnown < this.#names.size; this.#namesKnown++) {
      const { id, kind, location } = this.#names.entryAt(this.#namesKnown);
      if (location === undefined || !STANDS_AT_FUNCTION.has(kind)) continue;
      if (kind === 'tick' || !this.#operations.has(location)) this.#operations.set(location, id);
    }
  }

  #rowsOf(operationId: number | undefined, symbol: string | undefined): ProfileRowSums[] {
    if (operationId === undefined) return [];
    const { kind, name, strategy } = this.#names.entry(operationId);
    const rows = [this.#row({ scope: 'operation', kind, name })];
    if (symbol !== undefined) rows.push(this.#row({ scope: 'symbol', name: symbol }));
    if (strategy !== undefined) rows.push(this.#row({ scope: 'strategy', name: this.#strategies.bounded(strategy) }));
    return rows;
  }

  #state(state: ThreadState, samples: number): void {
    this.#row({ scope: 'thread', name: state }).addState(samples);
  }

  #row(identity: ProfileIdentity): ProfileRowSums {
    return profileIn(this.#rows, identity);
  }
}
