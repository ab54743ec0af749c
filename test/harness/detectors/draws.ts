// Parameters of one made-up program, drawn from a seed.

import { uniform } from '../keyed-random.js';
import type { Program, Step, Time } from '../program.js';

const MICRO = 1_000;

export class Draws {
  readonly seed: number;
  #turn = 0;

  constructor(seed: number) {
    this.seed = seed;
  }

  next(): number {
    return uniform(this.seed, 4_000_037, this.#turn++);
  }

  between(least: number, most: number): number {
    return least + (most - least) * this.next();
  }

  whole(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  oneOf<Item>(items: readonly Item[]): Item {
    return items[this.whole(0, items.length - 1)] as Item;
  }

  /** With a median between two numbers of microseconds. */
  time(leastMicros: number, mostMicros: number): Time {
    return { medianNanos: Math.round(this.between(leastMicros, mostMicros) * MICRO), spread: this.between(0.1, 0.4) };
  }

  compute(leastMicros: number, mostMicros: number): Step {
    return { does: 'compute', time: this.time(leastMicros, mostMicros) };
  }

  fetch(operation: string, leastMicros: number, mostMicros: number): Step {
    return { does: 'fetch', operation, time: this.time(leastMicros, mostMicros) };
  }

  /** A function that holds the loop. */
  call(operation: string, leastMicros: number, mostMicros: number): Step {
    return { does: 'call', operation, body: [this.compute(leastMicros, mostMicros)] };
  }
}

/** The same step again and again; each time takes a time of its own. */
export function repeated(times: number, step: Step): Step[] {
  return Array.from({ length: times }, () => ({ ...step }));
}

/** The program with other steps in the place of some that stand side by side in its handler. */
export function replaced(program: Program, steps: readonly Step[], others: readonly Step[]): Program {
  const { handler } = program;
  const place = handler.indexOf(steps[0] as Step);
  return { ...program, handler: handler.toSpliced(place, steps.length, ...others) };
}
