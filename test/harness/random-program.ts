// Random programs of one kind, from a seed.

import { uniform } from './keyed-random.js';
import type { Program, Step, Time } from './program.js';

export type ProgramKind =
  | 'sequential'
  | 'parallel'
  | 'chains'
  | 'nested'
  | 'detached'
  | 'race'
  | 'queueing'
  | 'queueing at once';

/** So far apart that no tick meets another one. */
const APART_NANOS = 50_000_000;

export function randomProgram(kind: ProgramKind, seed: number): Program {
  const dice = new Dice(seed);
  if (isQueueing(kind)) return queueingProgram(dice, kind === 'queueing');
  const handler: Step[] = [];
  const steps = 3 + dice.below(4);
  for (let step = 0; step < steps; step++) handler.push(...blockOf(kind, dice));
  handler.push(dice.compute(5_000));
  return { handler, timers: [], everyNanos: APART_NANOS, random: false };
}

/** Ticks wait for each other, and their waits are known. */
export function isQueueing(kind: ProgramKind): boolean {
  return kind === 'queueing' || kind === 'queueing at once';
}

function blockOf(kind: ProgramKind, dice: Dice): Step[] {
  const plain = [dice.compute(20_000), dice.awaited()];
  const die = dice.below(10);
  if (die < 3) return plain;
  if (die === 3) return [dice.sometimes([dice.awaited()])];
  if (die === 4) return [{ does: 'sleep', time: dice.time(100_000) }];
  if (kind === 'sequential' || die === 5)
    return [dice.call([dice.compute(40_000), dice.awaited(), dice.compute(20_000)])];
  if (kind === 'parallel') return [dice.all(() => [dice.awaited()])];
  if (kind === 'chains') {
    return [
      dice.all(() => [dice.awaited(), dice.compute(3_000), dice.awaited(), ...(dice.below(2) ? [dice.awaited()] : [])]),
    ];
  }
  if (kind === 'nested') {
    return [
      dice.all(() => [
        dice.call([dice.compute(10_000), dice.awaited(), dice.all(() => [dice.awaited()]), dice.compute(5_000)]),
      ]),
    ];
  }
  if (kind === 'detached')
    return [{ does: 'start', body: [dice.awaited(), dice.compute(5_000), dice.awaited()] }, ...plain];
  return [
    {
      does: 'race',
      branches: [
        [dice.awaited()],
        [{ does: 'sleep', time: { medianNanos: 200_000 + dice.below(300_000), spread: 0 } }],
      ],
    },
  ];
}

/** Own code and timers on a loop that is busy a third to two thirds of the time, which is what the facts of queueing were measured at. */
function queueingProgram(dice: Dice, awaits: boolean): Program {
  const handler: Step[] = [];
  const steps = 3 + dice.below(3);
  for (let step = 0; step < steps; step++) handler.push(dice.call([dice.compute(60_000)]));
  if (awaits) handler.push(dice.awaited());
  handler.push(dice.call([dice.compute(30_000)]), dice.compute(5_000));
  const timers = Array.from({ length: 1 + dice.below(3) }, (_, place) => ({
    name: `timer ${place}`,
    everyNanos: 5_000_000 + dice.below(20_000_000),
    time: dice.time(400_000),
  }));
  const timersBusy = timers.reduce((sum, { everyNanos, time }) => sum + meanNanos(time) / everyNanos, 0);
  const ticksBusy = Math.max(0.2, 0.33 + 0.3 * dice.next() - timersBusy);
  return { handler, timers, everyNanos: Math.round(heldNanos(handler) / ticksBusy), random: true };
}

/** How long a tick holds the loop, in the mean. */
function heldNanos(steps: readonly Step[]): number {
  return steps.reduce(
    (sum, step) => sum + (step.does === 'compute' ? meanNanos(step.time) : 'body' in step ? heldNanos(step.body) : 0),
    0,
  );
}

function meanNanos({ medianNanos, spread }: Time): number {
  return medianNanos * Math.exp((spread * spread) / 2);
}

class Dice {
  readonly #seed: number;
  #turn = 0;
  #names = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  next(): number {
    return uniform(this.#seed, 1_000_003, this.#turn++);
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Weights differ by a factor of ten and more. */
  time(medianNanos: number): Time {
    return { medianNanos: Math.round(medianNanos * 10 ** (this.next() * 1.4 - 0.7)), spread: 0.2 + 0.6 * this.next() };
  }

  compute(medianNanos: number): Step {
    return { does: 'compute', time: this.time(medianNanos) };
  }

  awaited(): Step {
    return { does: 'fetch', operation: this.#name('fetch'), time: this.time(150_000) };
  }

  call(body: readonly Step[]): Step {
    return { does: 'call', operation: this.#name('call'), body };
  }

  all(branch: () => readonly Step[]): Step {
    return { does: 'all', branches: Array.from({ length: 2 + this.below(3) }, branch) };
  }

  sometimes(body: readonly Step[]): Step {
    return { does: 'sometimes', share: 0.02 + 0.2 * this.next(), body };
  }

  #name(kind: string): string {
    return `${kind} ${this.#names++}`;
  }
}
