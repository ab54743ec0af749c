// A virtual program of known shares: stretches of functions in operations, one after another on a virtual clock, and samples of it.

import { NameTable } from '../../../src/model/name-table.js';
import type { FilePlace, ProfiledFunction, SampledStacks } from '../../../src/model/sampled-stacks.js';
import { RunningTimeline } from '../../../src/aggregate/profile/running-timeline.js';
import { RandomPlans } from '../drain/random-plans.js';

const INTERVAL_NANOS = 9_973_000;

/** A function of the program, which its operation calls for so much of the operation's time. */
interface Planned {
  readonly operation: string;
  readonly fn: string;
  readonly line: number;
  readonly weight: number;
}

export const PLAN: readonly Planned[] = [
  { operation: 'onTick', fn: 'onTick', line: 10, weight: 5 },
  { operation: 'onTick', fn: 'hmac', line: 30, weight: 60 },
  { operation: 'onTick', fn: 'parse', line: 40, weight: 35 },
  { operation: 'ema', fn: 'ema', line: 50, weight: 80 },
  { operation: 'ema', fn: 'sum', line: 60, weight: 20 },
];

export const FILE = '/app/bot.js';

export function placeOf(url: string): FilePlace {
  if (url === FILE) return { owner: 'program', locationOf: (line) => `bot.js:${line}` };
  if (url === 'node:internal/crypto/hash') return { owner: 'node', name: 'node:crypto' };
  if (url.startsWith('/app/node_modules/')) return { owner: 'package', name: url.split('/')[3] as string };
  return url.startsWith('/tickscope/') ? { owner: 'tickscope' } : { owner: 'none' };
}

export interface VirtualProfile {
  readonly names: NameTable;
  readonly timeline: RunningTimeline;
  readonly stacks: SampledStacks;
  /** Nanoseconds by `operation function`. */
  readonly truth: ReadonlyMap<string, number>;
  /** Samples in which nothing ran. */
  readonly idle: number;
}

/** @param busySamples that fall into operations, about */
export function virtualProfile(seed: number, busySamples: number): VirtualProfile {
  const chance = new RandomPlans(seed);
  const random = (): number => chance.random();
  const names = new NameTable();
  const ids = new Map(
    [...new Set(PLAN.map(({ operation }) => operation))].map((name) => [
      name,
      names.intern(name === 'onTick' ? 'tick' : 'indicator', name, {
        location: `bot.js:${PLAN.find(({ fn }) => fn === name)?.line}`,
      }),
    ]),
  );
  const functions: ProfiledFunction[] = [
    { name: '(root)', url: '', line: 0, column: 0 },
    { name: '(idle)', url: '', line: 0, column: 0 },
    ...PLAN.map(({ fn, line }) => ({ name: fn, url: FILE, line, column: 1 })),
  ];
  // A function that is no handler is called by its operation's.
  const callers = Int32Array.from(functions, (_, at) => {
    const planned = PLAN[at - 2];
    if (at === 0) return -1;
    return planned === undefined || planned.fn === planned.operation
      ? 0
      : 2 + PLAN.findIndex(({ fn }) => fn === planned.operation);
  });
  const timeline = new RunningTimeline();
  const truth = new Map<string, number>();
  const innermost: number[] = [];
  const times: number[] = [];
  let idle = 0;
  let now = 1_000;
  let nextSample = now + random() * INTERVAL_NANOS;
  const pass = (nanos: number, number: number): void => {
    for (now += nanos; nextSample <= now; nextSample += INTERVAL_NANOS) {
      times.push(nextSample);
      innermost.push(number);
      if (number === 1) idle++;
    }
  };
  while (innermost.length - idle < busySamples) {
    for (const operation of ids.keys()) {
      timeline.changed(now, ids.get(operation) as number, true, random() < 0.5 ? 'BTC' : undefined);
      for (const [at, planned] of PLAN.entries()) {
        if (planned.operation !== operation) continue;
        // From nothing to twice the mean, and now and then ten times as long.
        const nanos = Math.round(planned.weight * 100_000 * random() * (random() < 0.05 ? 10 : 2));
        pass(nanos, at + 2);
        const key = `${operation} ${planned.fn}`;
        truth.set(key, (truth.get(key) ?? 0) + nanos);
      }
      timeline.changed(now, -1, false, undefined);
      pass(random() * 2_000_000, 1);
    }
  }
  return {
    names,
    timeline,
    stacks: {
      functions,
      callers,
      innermost: Int32Array.from(innermost),
      atNanos: Float64Array.from(times),
      missing: 0,
    },
    truth,
    idle,
  };
}
