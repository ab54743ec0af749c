// An event loop on a virtual clock: one callback at a time, in the order in which they are due. It runs a program, and knows what really
// happened: when each operation ran, who held the loop, and when each event arrived. Nothing of Tickscope is in it.

import type { TimeSpan } from '../../src/model/units.js';
import { normal, uniform } from './keyed-random.js';
import { type Program, type Repair, type Step, TICK, type Time } from './program.js';

interface SimulatedOperation {
  readonly operation: string;
  /** Place of the parent in the tick; the tick itself has none. */
  readonly parent: number | undefined;
  readonly startNanos: number;
  /** Absent where it had not ended when the tick did. */
  readonly endNanos: number | undefined;
  readonly failed?: boolean;
  /** How long its answer waited for the loop. */
  readonly loopNanos?: number;
}

export interface SimulatedTick {
  /** When its event could have been handled. */
  readonly arrivedNanos: number;
  readonly startNanos: number;
  readonly endNanos: number;
  /** In the order of their starts, the tick first. */
  readonly operations: readonly SimulatedOperation[];
}

/** One callback. */
export interface HeldStretch {
  readonly owner: string;
  readonly fromNanos: number;
  readonly toNanos: number;
}

export interface SimulatedRun {
  /** In the order in which they ended. */
  readonly ticks: readonly SimulatedTick[];
  readonly held: readonly HeldStretch[];
  /** Collections of garbage. */
  readonly collections: readonly TimeSpan[];
}

interface OpenOperation {
  operation: string;
  parent: number | undefined;
  startNanos: number;
  endNanos: number | undefined;
  failed?: boolean;
  loopNanos?: number;
}

interface OpenTick {
  readonly number: number;
  readonly operations: OpenOperation[];
}

/** Before a callback and behind it: no two things happen at once on a real loop, so it is always known in which callback one has. */
const DISPATCH_NANOS = 1;

type Done = () => void;
type Fetch = Extract<Step, { readonly does: 'fetch' }>;

export function simulate(program: Program, seed: number, ticks: number, repair?: Repair): SimulatedRun {
  return new Simulation(program, seed, ticks, repair).run();
}

class Simulation {
  readonly #program: Program;
  readonly #seed: number;
  readonly #count: number;
  readonly #repair: Repair | undefined;
  readonly #due = new DueList();
  readonly #closed: SimulatedTick[] = [];
  readonly #held: HeldStretch[] = [];
  readonly #collections: TimeSpan[] = [];
  /** By step of the program: what its random numbers go by. */
  readonly #stepNumbers = new Map<object, number>();
  #now = 0;

  constructor(program: Program, seed: number, count: number, repair: Repair | undefined) {
    this.#program = program;
    this.#seed = seed;
    this.#count = count;
    this.#repair = repair;
    this.#number(program.handler);
  }

  run(): SimulatedRun {
    const { timers } = this.#program;
    this.#arrive(0, 0);
    for (const [place, timer] of timers.entries()) {
      const { fromNanos = 0, everyNanos } = timer;
      const first = Math.round(fromNanos + uniform(this.#seed, 7_000_003, place) * everyNanos);
      this.#due.add(first, timer.name, () => this.#fire(place, 0, first));
    }
    for (let next = this.#due.take(); next !== undefined; next = this.#due.take()) {
      this.#now = Math.max(this.#now, next.atNanos);
      const fromNanos = this.#now;
      if (next.owner !== '') this.#now += DISPATCH_NANOS;
      next.callback();
      if (next.owner !== '') this.#now += DISPATCH_NANOS;
      if (this.#now > fromNanos) this.#held.push({ owner: next.owner, fromNanos, toNanos: this.#now });
      if (this.#closed.length === this.#count) break;
    }
    return { ticks: this.#closed, held: this.#held, collections: this.#collections };
  }

  #number(steps: readonly Step[]): void {
    for (const step of steps) {
      this.#stepNumbers.set(step, this.#stepNumbers.size + 1);
      if ('body' in step) this.#number(step.body);
      if ('branches' in step) for (const branch of step.branches) this.#number(branch);
    }
  }

  #arrive(number: number, atNanos: number): void {
    this.#due.add(atNanos, TICK, () => this.#startTick(number, atNanos));
    if (number + 1 === this.#count) return;
    const { everyNanos, random } = this.#program;
    const gap = random ? -Math.log(uniform(this.#seed, 5_000_011, number)) * everyNanos : everyNanos;
    // Events arrive whatever the loop does.
    this.#due.add(atNanos, '', () => this.#arrive(number + 1, atNanos + Math.round(gap)));
  }

  #fire(place: number, turn: number, dueNanos: number): void {
    const { name, everyNanos, time } = this.#program.timers[place] as Program['timers'][number];
    const nanos = draw(time, this.#seed, 3_000_017 + place, turn);
    this.#now += this.#shortened(nanos, name, false);
    const next = dueNanos + everyNanos;
    this.#due.add(next, name, () => this.#fire(place, turn + 1, next));
  }

  #startTick(number: number, arrivedNanos: number): void {
    const startNanos = this.#now;
    const tick: OpenTick = { number, operations: [] };
    tick.operations.push({ operation: TICK, parent: undefined, startNanos, endNanos: undefined });
    this.#run(tick, 0, this.#program.handler, 0, () => {
      const endNanos = this.#now;
      (tick.operations[0] as OpenOperation).endNanos = endNanos;
      const operations = tick.operations.map((operation) => ({ ...operation }));
      this.#closed.push({ arrivedNanos, startNanos, endNanos, operations });
    });
  }

  #run(tick: OpenTick, parent: number, steps: readonly Step[], place: number, done: Done): void {
    const step = steps[place];
    if (step === undefined) return done();
    const next = (): void => this.#run(tick, parent, steps, place + 1, done);
    const { operation } = tick.operations[parent] as OpenOperation;
    const key = [this.#seed, tick.number, this.#stepNumbers.get(step) as number] as const;
    switch (step.does) {
      case 'compute':
        this.#now += this.#shortened(draw(step.time, ...key), operation, false);
        this.#now += this.#collection(step.time, key);
        return next();
      case 'sleep':
        return this.#later(this.#shortened(draw(step.time, ...key), operation, true), next);
      case 'fetch':
        return this.#fetch(tick, parent, step, key, 1, next);
      case 'call': {
        const call = this.#begin(tick, parent, step.operation);
        return this.#run(tick, call, step.body, 0, () => {
          this.#end(tick, call);
          next();
        });
      }
      case 'all': {
        let left = step.branches.length;
        for (const branch of step.branches) this.#run(tick, parent, branch, 0, () => --left === 0 && next());
        return;
      }
      case 'race': {
        let isOver = false;
        for (const branch of step.branches) {
          this.#run(tick, parent, branch, 0, () => {
            if (isOver) return;
            isOver = true;
            next();
          });
        }
        return;
      }
      case 'start':
        this.#run(tick, parent, step.body, 0, () => undefined);
        return next();
      case 'sometimes':
        if (uniform(...key, 9) < step.share) return this.#run(tick, parent, step.body, 0, next);
        return next();
      case 'at first':
        if (tick.number < step.ticks) return this.#run(tick, parent, step.body, 0, next);
        return next();
      case 'later on':
        if (tick.number >= step.after) return this.#run(tick, parent, step.body, 0, next);
        return next();
    }
  }

  #fetch(tick: OpenTick, parent: number, step: Fetch, key: readonly number[], attempt: number, next: Done): void {
    const { operation, time, failures } = step;
    const attemptKey = attempt === 1 ? key : [...key, 20 + attempt];
    const place = this.#begin(tick, parent, operation);
    const nanos = this.#shortened(draw(time, ...attemptKey), operation, false);
    const dueNanos = this.#now + nanos;
    this.#later(nanos, () => {
      const fetched = tick.operations[place] as OpenOperation;
      fetched.endNanos = this.#now;
      fetched.loopNanos = this.#now - DISPATCH_NANOS - dueNanos;
      fetched.failed = failures !== undefined && uniform(...attemptKey, 13) < failures.share;
      if (fetched.failed && attempt < (failures?.mostAttempts ?? 1)) {
        this.#fetch(tick, parent, step, key, attempt + 1, next);
      } else next();
    });
  }

  #begin({ operations }: OpenTick, parent: number, operation: string): number {
    return operations.push({ operation, parent, startNanos: this.#now, endNanos: undefined }) - 1;
  }

  #end({ operations }: OpenTick, place: number): void {
    (operations[place] as OpenOperation).endNanos = this.#now;
  }

  #later(nanos: number, callback: Done): void {
    this.#due.add(this.#now + nanos, TICK, callback);
  }

  #shortened(nanos: number, operation: string, untraced: boolean): number {
    const repair = this.#repair;
    if (repair === undefined || repair.operation !== operation || repair.untraced !== untraced) return nanos;
    return Math.round(nanos * (1 - repair.faster));
  }

  /** Not shortened with the code in which it falls: the garbage may be anybody's. */
  #collection({ medianNanos }: Time, key: readonly number[]): number {
    const { collections } = this.#program;
    if (collections === undefined || uniform(...key, 11) > (collections.perMilli * medianNanos) / 1e6) return 0;
    const nanos = draw(collections.time, ...key, 12);
    this.#collections.push({ fromNanos: this.#now, toNanos: this.#now + nanos });
    return nanos;
  }
}

function draw({ medianNanos, spread }: Time, ...key: readonly number[]): number {
  return Math.round(spread === 0 ? medianNanos : medianNanos * Math.exp(spread * normal(...key)));
}

interface Due {
  readonly atNanos: number;
  readonly order: number;
  readonly owner: string;
  readonly callback: Done;
}

/** A binary heap: the earliest first, of two that are due together the one that was added first. */
class DueList {
  readonly #heap: Due[] = [];
  #added = 0;

  add(atNanos: number, owner: string, callback: Done): void {
    const heap = this.#heap;
    const due = { atNanos, order: this.#added++, owner, callback };
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (isBefore(heap[above] as Due, due)) break;
      heap[place] = heap[above] as Due;
      place = above;
    }
    heap[place] = due;
  }

  take(): Due | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Due, heap[below] as Due)) below++;
      if (isBefore(last, heap[below] as Due)) break;
      heap[place] = heap[below] as Due;
      place = below;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(left: Due, right: Due): boolean {
  return left.atNanos < right.atNanos || (left.atNanos === right.atNanos && left.order < right.order);
}
