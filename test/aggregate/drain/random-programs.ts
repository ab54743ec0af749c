// A program for a process of its own: random programs of ticks and operations, each compared with what it knows by itself.

import type { LoopEvents } from '../../../src/aggregate/drain/drain-sink.js';
import { CALLBACK, COLLECTED, NOTE, SLOW_CALL } from '../../../src/model/log/log-layout.js';
import { Comparison, type Figures } from './compare-with-truth.js';
import { FuzzedProduct, type Variant } from './fuzzed-product.js';
import { type Program, RandomPlans } from './random-plans.js';
import { RunningProgram } from './running-program.js';
import { smallerPrograms } from './smaller-programs.js';

const VARIANTS: readonly Variant[] = [
  {
    name: 'slices',
    records: 1 << 10,
    firstPosition: 1,
    recordsBetweenSlices: 8,
    endsBetweenLost: 0,
    alwaysEnters: false,
  },
  {
    name: 'asked',
    records: 1 << 13,
    firstPosition: 1,
    recordsBetweenSlices: 0,
    endsBetweenLost: 0,
    alwaysEnters: false,
  },
  {
    name: 'wraps',
    records: 1 << 11,
    firstPosition: 0x7fffffff,
    recordsBetweenSlices: 16,
    endsBetweenLost: 0,
    alwaysEnters: false,
  },
  {
    name: 'enters',
    records: 1 << 16,
    firstPosition: 1,
    recordsBetweenSlices: 0,
    endsBetweenLost: 0,
    alwaysEnters: true,
  },
  {
    name: 'loses',
    records: 1 << 12,
    firstPosition: 1,
    recordsBetweenSlices: 32,
    endsBetweenLost: 50,
    alwaysEnters: false,
  },
];
/** A program that is made smaller is run so often: what timers and others do is not the same each time. */
const ATTEMPTS = 3;

const figures: Figures & { programs: number; records: number } = {
  programs: 0,
  calls: 0,
  ticks: 0,
  trees: 0,
  late: 0,
  light: 0,
  held: 0,
  perhaps: 0,
  dynamic: 0,
  unmeasured: 0,
  records: 0,
};

/** @returns what differs */
async function run(program: Program, variant: Variant, isCounted = false): Promise<string[]> {
  const chance = new RandomPlans(program.seed);
  const firstPosition = variant.firstPosition === 1 ? 1 : variant.firstPosition - chance.below(5_000);
  const loop = new LoopRecords();
  const product = new FuzzedProduct({ ...variant, firstPosition }, chance, loop);
  loop.log = product.log;
  const running = new RunningProgram(product, chance, (how) => loop.write(how));
  await running.run(program);
  const comparison = new Comparison(product, running.calls, isCounted ? figures : { ...figures });
  comparison.compare();
  if (isCounted) figures.records += product.log.since(firstPosition);
  const loopDiffers = loop.written.join() === loop.read.join() ? [] : ['records of the event loop'];
  return [...running.wrong, ...comparison.differences, ...product.leftovers(), ...loopDiffers];
}

/** What the event loop writes, and what is read of it. */
class LoopRecords implements LoopEvents {
  readonly startedNanos = NaN;
  readonly busySinceNanos = NaN;

  deliverableSince(): number {
    return NaN;
  }

  readonly seesCallbacks = true;
  readonly written: string[] = [];
  readonly read: string[] = [];
  log: FuzzedProduct['log'] | undefined;
  #count = 0;

  write(how: number): void {
    const { log } = this;
    const at = ++this.#count;
    if (how === 0) {
      log?.append(at, CALLBACK | 7, 0);
      log?.append(at / 2, NOTE, at);
      this.written.push(`callback 7 ${at * 1e6} ${at / 2} ${at}`);
    } else if (how === 1) {
      log?.append(at, COLLECTED | 1, 0);
      log?.append(at + 1, NOTE, 0);
      this.written.push(`collected ${at * 1e6} ${at * 1e6 + 1e6}`);
    } else {
      log?.append(at, SLOW_CALL | log.texts.numberOf('bot.js:7'), 0);
      this.written.push(`bot.js:7 ${at * 1e6}`);
    }
  }

  callbackStarted({ ownerId, atNanos, idleMillis, round }: Parameters<LoopEvents['callbackStarted']>[0]): void {
    this.read.push(`callback ${ownerId} ${atNanos} ${idleMillis} ${round}`);
  }

  collected(_kind: unknown, fromNanos: number, toNanos: number): void {
    this.read.push(`collected ${fromNanos} ${toNanos}`);
  }

  called(location: string, nanos: number): void {
    this.read.push(`${location} ${nanos}`);
  }

  stalledUntil(): number {
    return NaN;
  }

  isTickscopeCallback(): void {}
  tickscopeWork(): void {}
}

/** What kind of difference it is, whichever call it is of. */
function kindOf(difference: string): string {
  return difference.replace(/ \(.*/s, '').replaceAll(/\d+/g, 'N').slice(0, 200);
}

async function smallest(program: Program, variant: Variant, kind: string): Promise<Program> {
  const fails = async (candidate: Program): Promise<boolean> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if ((await run(candidate, variant)).some((difference) => kindOf(difference) === kind)) return true;
    }
    return false;
  };
  let found = program;
  for (let smaller: Program | undefined = program; smaller !== undefined;) {
    found = smaller;
    smaller = undefined;
    for (const candidate of smallerPrograms(found)) {
      if (!(await fails(candidate))) continue;
      smaller = candidate;
      break;
    }
  }
  return found;
}

async function main(): Promise<void> {
  const [name, ...numbers] = process.argv.slice(2);
  const [seed = 1, programs = 10, first = 0] = numbers.map(Number);
  const variant = VARIANTS.find((each) => each.name === name) as Variant;
  const kinds = new Map<string, { count: number; example: string; program: Program; number: number }>();
  for (let number = first; number < first + programs; number++) {
    const program = programOf(seed, number);
    figures.programs++;
    for (const difference of await run(program, variant, true)) {
      const kind = kindOf(difference);
      const known = kinds.get(kind);
      if (known === undefined) kinds.set(kind, { count: 1, example: difference, program, number });
      else known.count++;
    }
  }
  const differences: object[] = [];
  for (const [kind, { count, example, program, number }] of kinds) {
    const isShown = differences.length < Number(process.env.RANDOM_PROGRAMS_SMALLEST ?? 1);
    const small = isShown ? JSON.stringify(await smallest(program, variant, kind)) : undefined;
    differences.push({ kind, count, example, number, smallest: small });
  }
  console.log(JSON.stringify({ ...figures, differences }));
  process.exit(0);
}

function programOf(seed: number, number: number): Program {
  const ofProgram = seed * 100_003 + number;
  const plans = new RandomPlans(ofProgram);
  const ticks = number % 50 === 49 ? 1_200 : number % 10 === 9 ? 300 : 5 + plans.below(60);
  return plans.program(ofProgram, ticks);
}

void main();
