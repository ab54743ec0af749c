// What samples of the processor and kept ticks show of a program: logs, regular expressions, modules that are loaded.

import type { Step } from '../program.js';
import { sometimes, timer, working } from './code-worlds.js';
import { type Draws, repeated } from './draws.js';
import type { Scenario, World } from './scenario.js';

/** Samples need a processor that works: some seconds in all. */
function sampled(
  draws: Draws,
  share: number,
  stacks: readonly (readonly string[])[],
  around: (call: Step) => Step = (call) => call,
): Scenario {
  const millis = draws.between(2, 6);
  const used = (part: number): Step => ({ does: 'compute', time: { medianNanos: millis * part * 1e6, spread: 0.3 } });
  const program = working(draws, [
    { does: 'call', operation: 'Momentum.evaluate', body: [used(1 - share)] },
    around({ does: 'call', operation: CALLS, body: [used(share)] }),
  ]);
  return { program, ticks: TICKS, stacks: { [CALLS]: stacks } };
}

const TICKS = 1_500;
const CALLS = 'Bot.say';

/** Late in the run, and in some ticks. */
const late = (draws: Draws, call: Step): Step => ({
  does: 'later on',
  after: draws.whole(TICKS / 3, TICKS / 2),
  body: [call],
});
const inSome = (draws: Draws, call: Step): Step => sometimes(draws.between(0.3, 0.6), [call]);

const called = (
  name: string,
  has: boolean,
  least: number,
  most: number,
  stacks: readonly (readonly string[])[],
): World => ({
  name,
  has,
  make: (draws) => sampled(draws, draws.between(least, most), [draws.oneOf(stacks)]),
});

const CONSOLE = ['node:net', 'node:console', 'say'];

export const loggingInTicks: readonly World[] = [
  called('console.log', true, 0.15, 0.7, [CONSOLE]),
  called('pino', true, 0.15, 0.7, [['node:fs', 'pino', 'say']]),
  {
    name: 'winston, in one strategy',
    has: true,
    make: (draws) =>
      sampled(draws, draws.between(0.4, 0.7), [['node:stream', 'winston', 'say']], (call) => inSome(draws, call)),
  },
  {
    name: 'console.error, late in the run',
    has: true,
    make: (draws) => sampled(draws, draws.between(0.4, 0.7), [CONSOLE], (call) => late(draws, call)),
  },
  {
    name: 'two loggers beside a regular expression',
    has: true,
    make: (draws) =>
      sampled(draws, draws.between(0.5, 0.8), [CONSOLE, ['node:fs', 'pino', 'say'], ['RegExp: \\d+', 'parse']]),
  },
  called('a little', false, 0.001, 0.02, [CONSOLE]),
  called('a socket of the program', false, 0.2, 0.7, [['node:net', 'say']]),
  called('a package that is none', false, 0.2, 0.7, [['lodash', 'say']]),
  called('code of the program', false, 0.2, 0.7, [['say']]),
  {
    name: 'a timer that logs',
    has: false,
    make: (draws) => ({
      program: working(draws, [draws.call('Momentum.evaluate', 2_000, 5_000)], {
        timers: [timer(draws, 'timer log', 30, 3_000, 9_000)],
      }),
      stacks: { 'timer log': [CONSOLE] },
    }),
  },
];

export const regularExpressionsInTicks: readonly World[] = [
  called('one that is slow', true, 0.15, 0.8, [
    ['RegExp: ([a-z]+)+$', 'parse'],
    ['RegExp: \\d+', 'parse'],
  ]),
  {
    name: 'one in some ticks',
    has: true,
    make: (draws) =>
      sampled(draws, draws.between(0.4, 0.8), [['RegExp: ^([A-Z]+)+$', 'splitSymbol']], (call) => inSome(draws, call)),
  },
  {
    name: 'one that comes late in the run',
    has: true,
    make: (draws) =>
      sampled(draws, draws.between(0.4, 0.8), [['RegExp: (a|aa)+$', 'check']], (call) => late(draws, call)),
  },
  {
    name: 'several of two functions',
    has: true,
    make: (draws) =>
      sampled(draws, draws.between(0.3, 0.8), [
        ['RegExp: \\s+', 'trim'],
        ['RegExp: \\d+', 'parse'],
        ['RegExp: "price":([\\d.]+)', 'parse'],
      ]),
  },
  {
    name: 'one beside a log and code of the program',
    has: true,
    make: (draws) =>
      sampled(draws, draws.between(0.6, 0.9), [['RegExp: \\d+', 'parse'], CONSOLE, ['say'], ['RegExp: \\s+', 'parse']]),
  },
  called('a little', false, 0.001, 0.02, [['RegExp: \\d+', 'parse']]),
  called('a function of that name', false, 0.2, 0.7, [['RegExp', 'parse']]),
  called('another native function', false, 0.2, 0.7, [['parse']]),
  called('in a package', false, 0.2, 0.7, [['RegExp: \\d+', 'lodash', 'parse']]),
];

/** What `require` does for each file. */
function loading(draws: Draws, files: number, mostMicros: number = 90): Step[] {
  return Array.from({ length: files }, () => [
    draws.call('fs.realpathSync', 5, 40),
    draws.call('fs.readFileSync', mostMicros / 4, mostMicros),
    draws.compute(100, 900),
  ]).flat();
}

export const modulesLoadedInTicks: readonly World[] = [
  {
    name: 'a package that the first order needs',
    has: true,
    make: (draws) => ({
      program: working(draws, [{ does: 'at first', ticks: 1, body: loading(draws, draws.whole(2, 60)) }]),
    }),
  },
  {
    name: 'a large file',
    has: true,
    make: (draws) => ({
      program: working(draws, [
        { does: 'at first', ticks: draws.whole(1, 5), body: [...loading(draws, 1, 1_200), draws.compute(900, 2_000)] },
      ]),
    }),
  },
  {
    name: 'the module of a strategy, each in another tick',
    has: true,
    make: (draws) => ({
      program: working(draws, [
        sometimes(draws.between(0.005, 0.02), [
          {
            does: 'call',
            operation: 'Strategies.load',
            body: [...loading(draws, draws.whole(1, 4)), draws.compute(60, 200)],
          },
        ]),
      ]),
      ticks: 1_500,
    }),
  },
  {
    name: 'what the first order needs, late in the run and beside statements',
    has: true,
    make: (draws) => {
      const after = draws.whole(200, 500);
      const first: Step = { does: 'at first', ticks: after + 1, body: loading(draws, draws.whole(3, 30)) };
      return {
        program: working(draws, [draws.fetch('query SELECT 1', 200, 900), { does: 'later on', after, body: [first] }]),
      };
    },
  },
  {
    name: 'files that the program reads',
    has: false,
    make: (draws) => ({ program: working(draws, repeated(draws.whole(1, 5), draws.call('fs.readFileSync', 90, 900))) }),
  },
  {
    name: 'a path that is looked up for another file',
    has: false,
    make: (draws) => ({
      program: working(draws, [
        { does: 'call', operation: 'Store.find', body: [draws.call('fs.realpathSync', 90, 900)] },
        draws.call('fs.readFileSync', 90, 900),
      ]),
    }),
  },
  {
    name: 'paths that are looked up',
    has: false,
    make: (draws) => ({ program: working(draws, repeated(4, draws.call('fs.realpathSync', 90, 900))) }),
  },
  {
    name: 'much else in that tick',
    has: false,
    make: (draws) => ({
      program: working(draws, [
        { does: 'at first', ticks: 1, body: [...loading(draws, 1).slice(0, 2), draws.compute(40_000, 90_000)] },
      ]),
    }),
  },
  { name: 'nothing', has: false, make: (draws) => ({ program: working(draws, [draws.compute(900, 3_000)]) }) },
];
