// What programs do on the event loop: synchronous calls, indicators, garbage, and whoever holds it.

import { uniform } from '../keyed-random.js';
import type { Program, Step, Time } from '../program.js';
import { type Draws, repeated, replaced } from './draws.js';
import type { GivenInput, Scenario, World } from './scenario.js';

const APART_NANOS = 20_000_000;

/** A handler that does something beside its own code. */
export function working(draws: Draws, body: readonly Step[], more: Partial<Program> = {}): Program {
  return {
    handler: [draws.compute(60, 200), ...body],
    timers: [],
    everyNanos: APART_NANOS,
    random: false,
    ...more,
  };
}

export function sometimes(share: number, body: readonly Step[]): Step {
  return { does: 'sometimes', share, body };
}

const synchronous = (call: string): World => ({
  name: call,
  has: true,
  make: (draws) => {
    const calls = [sometimes(draws.between(0.2, 1), [draws.call(call, 300, 3_000)])];
    const program = working(draws, calls);
    return { program, repaired: replaced(program, calls, []) };
  },
});

export const synchronousCalls: readonly World[] = [
  ...[
    'fs.writeFileSync',
    'fs.appendFileSync',
    'fs.readFileSync',
    'child_process.execSync',
    'zlib.gzipSync',
    'crypto.pbkdf2Sync',
  ].map(synchronous),
  {
    name: 'a call beside statements',
    has: true,
    make: (draws) => ({
      program: working(draws, [draws.fetch('query SELECT 1', 200, 900), draws.call('fs.writeFileSync', 200, 900)]),
    }),
  },
  {
    name: 'what takes next to nothing',
    has: false,
    make: (draws) => ({ program: working(draws, [draws.call('fs.existsSync', 0.3, 1), draws.compute(300, 900)]) }),
  },
  {
    name: 'a file that is read at the start',
    has: false,
    make: (draws) => ({
      program: working(draws, [
        { does: 'at first', ticks: draws.whole(1, 4), body: [draws.call('fs.readFileSync', 900, 20_000)] },
      ]),
    }),
  },
  {
    name: 'a function of that name',
    has: false,
    make: (draws) => ({ program: working(draws, [draws.call('Store.writeFileSync', 300, 3_000)]) }),
  },
  {
    name: 'asynchronous work',
    has: false,
    make: (draws) => ({ program: working(draws, [{ does: 'sleep', time: draws.time(300, 3_000) }]) }),
  },
  {
    name: 'a timer that writes',
    has: false,
    make: (draws) => ({
      program: working(draws, [], {
        timers: [{ name: 'timer save', everyNanos: 90_000_000, time: draws.time(300, 3_000) }],
      }),
    }),
  },
  {
    name: 'much code of the program',
    has: false,
    make: (draws) => ({ program: working(draws, [draws.call('Momentum.evaluate', 900, 5_000)]) }),
  },
];

const SMA = 'indicator technicalindicators.sma';

function computed(draws: Draws, calls: readonly Step[], input: (tick: number, call: number) => GivenInput): Scenario {
  return { program: working(draws, calls), inputs: { [SMA]: input } };
}

const hashOf = (...key: readonly number[]): number => Math.floor(uniform(...key) * 2 ** 31);

/** Windows of the newest prices, so other ones in each tick. */
const sliding =
  (draws: Draws, values: number): ((tick: number, call: number) => GivenInput) =>
  (tick, call) => ({ hash: hashOf(draws.seed, tick, call), values });

export const repeatedIndicators: readonly World[] = [
  {
    name: 'several strategies compute it of the same prices',
    has: true,
    make: (draws) => {
      const calls = repeated(draws.whole(2, 4), draws.call(SMA, 100, 600));
      const scenario = computed(draws, calls, (tick) => ({ hash: hashOf(draws.seed, tick), values: 50 }));
      return { ...scenario, repaired: replaced(scenario.program, calls, calls.slice(0, 1)) };
    },
  },
  {
    name: 'of candles that close seldom, in every tick',
    has: true,
    make: (draws) => {
      const ticksACandle = draws.whole(4, 60);
      return computed(draws, [draws.call(SMA, 100, 900)], (tick) => ({
        hash: hashOf(draws.seed, Math.floor(tick / ticksACandle)),
        values: draws.oneOf([14, 50, 200]),
      }));
    },
  },
  {
    name: 'of a few symbols in turn, whose candles close seldom',
    has: true,
    make: (draws) => {
      const symbols = draws.whole(2, 12);
      return computed(draws, [draws.call(SMA, 100, 900)], (tick) => ({
        hash: hashOf(draws.seed, tick % symbols, Math.floor(tick / (symbols * 8))),
        values: 50,
      }));
    },
  },
  {
    name: 'half of the calls',
    has: true,
    make: (draws) => {
      const share = draws.between(0.3, 0.7);
      return computed(draws, [draws.call(SMA, 200, 900)], (tick) => ({
        hash: hashOf(draws.seed, uniform(draws.seed, tick, 3) < share ? 0 : tick),
        values: 50,
      }));
    },
  },
  {
    name: 'of new prices each time',
    has: false,
    make: (draws) => computed(draws, [draws.call(SMA, 100, 900)], sliding(draws, draws.oneOf([14, 50, 200]))),
  },
  {
    name: 'with several settings',
    has: false,
    make: (draws) => computed(draws, repeated(draws.whole(2, 5), draws.call(SMA, 100, 400)), sliding(draws, 50)),
  },
  {
    name: 'once in a while of the same',
    has: false,
    make: (draws) =>
      computed(draws, [draws.call(SMA, 100, 900)], (tick) => ({
        hash: hashOf(draws.seed, uniform(draws.seed, tick, 3) < 0.1 ? 0 : tick),
        values: 50,
      })),
  },
  {
    name: 'of the same, which takes next to nothing',
    has: false,
    make: (draws) =>
      computed(draws, [draws.call(SMA, 0.5, 2), draws.compute(300, 900)], (tick) => ({
        hash: hashOf(draws.seed, Math.floor(tick / 9)),
        values: 5,
      })),
  },
  {
    name: 'of the same while it starts',
    has: false,
    make: (draws) =>
      computed(draws, [draws.call(SMA, 100, 900)], (tick) => ({
        hash: hashOf(draws.seed, tick < 40 ? 0 : tick),
        values: 50,
      })),
  },
  {
    name: 'a few calls',
    has: false,
    make: (draws) => computed(draws, [sometimes(0.05, [draws.call(SMA, 900, 3_000)])], () => ({ hash: 1, values: 50 })),
  },
];

export const wholeWindowIndicators: readonly World[] = [
  ...[20, 50, 200, 1_000].map((values): World => ({
    name: `a window of ${values} values`,
    has: true,
    make: (draws) => {
      const scenario = computed(draws, [draws.call(SMA, 100, 900)], sliding(draws, values));
      const { handler } = scenario.program;
      const [, call] = handler as [Step, Extract<Step, { readonly does: 'call' }>];
      const { time } = call.body[0] as { readonly time: Time };
      const step: Step = {
        ...call,
        body: [{ does: 'compute', time: { ...time, medianNanos: Math.round(time.medianNanos / values) } }],
      };
      return { ...scenario, repaired: { ...scenario.program, handler: [handler[0] as Step, step] } };
    },
  })),
  {
    name: 'several windows in a tick',
    has: true,
    make: (draws) => computed(draws, repeated(draws.whole(2, 4), draws.call(SMA, 100, 500)), sliding(draws, 100)),
  },
  {
    name: 'one value at a time',
    has: false,
    make: (draws) => computed(draws, [draws.call(SMA, 100, 400)], sliding(draws, 1)),
  },
  {
    name: 'a short window',
    has: false,
    make: (draws) => computed(draws, [draws.call(SMA, 100, 400)], sliding(draws, draws.whole(3, 16))),
  },
  {
    name: 'when a candle closes',
    has: false,
    make: (draws) =>
      computed(draws, [sometimes(draws.between(0.02, 0.35), [draws.call(SMA, 300, 2_000)])], sliding(draws, 200)),
  },
  {
    name: 'the same window again and again',
    has: false,
    make: (draws) =>
      computed(draws, [draws.call(SMA, 100, 900)], (tick) => ({
        hash: hashOf(draws.seed, Math.floor(tick / 10)),
        values: 200,
      })),
  },
  {
    name: 'a history at the start, then one value at a time',
    has: false,
    make: (draws) =>
      computed(draws, [draws.call(SMA, 100, 400)], (tick) => ({
        hash: hashOf(draws.seed, tick),
        values: tick < 5 ? draws.oneOf([200, 500, 1_000]) : 1,
      })),
  },
  {
    name: 'a long window that takes next to nothing',
    has: false,
    make: (draws) => computed(draws, [draws.call(SMA, 0.5, 2), draws.compute(300, 900)], sliding(draws, 50)),
  },
];

function collecting(draws: Draws, perMilli: number, time: Time): Program {
  return working(draws, [draws.compute(200, 900)], { collections: { perMilli, time } });
}

export const collectionsInTicks: readonly World[] = [
  {
    name: 'a collection in one tick of ten',
    has: true,
    make: (draws) => ({ program: collecting(draws, draws.between(0.15, 0.4), draws.time(900, 3_000)) }),
  },
  {
    name: 'short ones in every tick',
    has: true,
    make: (draws) => ({ program: collecting(draws, draws.between(1, 2), draws.time(400, 900)) }),
  },
  {
    name: 'long ones, now and then',
    has: true,
    make: (draws) => ({ program: collecting(draws, draws.between(0.1, 0.2), draws.time(3_000, 9_000)) }),
  },
  {
    name: 'in one strategy, which copies its history',
    has: true,
    make: (draws) => ({
      program: working(
        draws,
        [
          sometimes(draws.between(0.15, 0.5), [
            { does: 'call', operation: 'Breakout.evaluate', body: [draws.compute(1_500, 3_000)] },
          ]),
        ],
        { collections: { perMilli: draws.between(0.3, 0.6), time: draws.time(900, 3_000) } },
      ),
    }),
  },
  {
    name: 'late in the run, beside a timer',
    has: true,
    make: (draws) => ({
      program: working(draws, [{ does: 'later on', after: draws.whole(300, 450), body: [draws.compute(900, 2_000)] }], {
        collections: { perMilli: draws.between(0.4, 0.9), time: draws.time(900, 3_000) },
        timers: [timer(draws, 'timer heartbeat', 90, 100, 900)],
      }),
    }),
  },
  {
    name: 'short ones',
    has: false,
    make: (draws) => ({ program: collecting(draws, draws.between(0.1, 0.3), draws.time(5, 25)) }),
  },
  {
    name: 'three long ones',
    has: false,
    make: (draws) => ({ program: collecting(draws, 0.006, draws.time(2_000, 9_000)) }),
  },
  { name: 'none', has: false, make: (draws) => ({ program: working(draws, [draws.compute(200, 900)]) }) },
  {
    name: 'short ones beside slow statements',
    has: false,
    make: (draws) => ({
      program: working(draws, [draws.compute(200, 600), draws.fetch('query SELECT 1', 3_000, 9_000)], {
        collections: { perMilli: 0.5, time: draws.time(50, 200) },
      }),
    }),
  },
];

/** Ticks that come at any time, on a loop that others share. */
function sharing(draws: Draws, timers: Program['timers'], everyNanos: number = 4_000_000): Program {
  return { handler: [draws.compute(60, 200), draws.compute(20, 60)], timers, everyNanos, random: true };
}

export const timer = (
  draws: Draws,
  name: string,
  everyMillis: number,
  least: number,
  most: number,
): Program['timers'][number] => ({
  name,
  everyNanos: Math.round(everyMillis * 1e6),
  time: draws.time(least, most),
});

export const heldLoop: readonly World[] = [
  ...['timer rebalance', 'immediate sendNext', 'http server', 'socket client'].map((owner): World => ({
    name: owner,
    has: true,
    make: (draws) => ({
      program: sharing(draws, [timer(draws, owner, draws.between(15, 40), 2_000, 6_000)]),
    }),
  })),
  {
    name: 'a long one now and then',
    has: true,
    make: (draws) => ({ program: sharing(draws, [timer(draws, 'timer report', 120, 15_000, 40_000)]) }),
  },
  {
    name: 'short ones',
    has: false,
    make: (draws) => ({ program: sharing(draws, [timer(draws, 'timer heartbeat', 100, 3, 15)]) }),
  },
  {
    name: 'ticks that wait for each other',
    has: false,
    make: (draws) => ({ program: { ...sharing(draws, []), everyNanos: 320_000 } }),
  },
  { name: 'nobody', has: false, make: (draws) => ({ program: sharing(draws, []) }) },
  {
    name: 'one burst',
    has: false,
    make: (draws) => ({ program: sharing(draws, [timer(draws, 'timer once', 100_000, 9_000, 30_000)]) }),
  },
  {
    name: 'Tickscope',
    has: false,
    make: (draws) => ({ program: sharing(draws, [timer(draws, 'tickscope', 20, 2_000, 5_000)]) }),
  },
];

/** Long enough to be judged: a tick in 20 ms. */
function beside(draws: Draws, timers: Program['timers']): Scenario {
  return { program: { ...sharing(draws, timers), everyNanos: 20_000_000 } };
}

export const busyTimers: readonly World[] = [
  {
    name: 'one that takes much',
    has: true,
    make: (draws) => beside(draws, [timer(draws, 'timer rebuild', draws.between(10, 40), 9_500, 14_000)]),
  },
  {
    name: 'one that runs very often',
    has: true,
    make: (draws) => beside(draws, [timer(draws, 'timer poll', draws.between(1, 4), 180, 600)]),
  },
  {
    name: 'an immediate that looks whether something has come',
    has: true,
    make: (draws) => beside(draws, [timer(draws, 'immediate look', draws.between(0.5, 1), 60, 200)]),
  },
  {
    name: 'one more with each reconnect',
    has: true,
    make: (draws) => {
      const poll = timer(draws, 'timer poll', draws.between(15, 25), 900, 1_800);
      return beside(
        draws,
        Array.from({ length: 10 }, (_, reconnect) => ({ ...poll, fromNanos: reconnect * draws.between(3e8, 7e8) })),
      );
    },
  },
  {
    name: 'one that is made late',
    has: true,
    make: (draws) => {
      const late = timer(draws, 'immediate backfill', draws.between(18, 22), 14_000, 16_000);
      return beside(draws, [{ ...late, fromNanos: draws.between(4e9, 6e9) }]);
    },
  },
  {
    name: 'a few for each symbol, of which none does much',
    has: false,
    make: (draws) =>
      beside(
        draws,
        ['BTC', 'ETH', 'SOL', 'XRP'].map((symbol) =>
          timer(draws, `timer refresh${symbol}`, draws.between(100, 300), 100, 900),
        ),
      ),
  },
  {
    name: 'a heartbeat',
    has: false,
    make: (draws) => beside(draws, [timer(draws, 'timer heartbeat', draws.between(50, 1_000), 20, 900)]),
  },
  {
    name: 'work in pieces',
    has: false,
    make: (draws) => beside(draws, [timer(draws, 'immediate piece', draws.between(20, 100), 100, 900)]),
  },
  {
    name: 'one that runs often and takes next to nothing',
    has: false,
    make: (draws) => beside(draws, [timer(draws, 'timer drain', 2, 2, 20)]),
  },
  {
    name: 'a socket that has much to say',
    has: false,
    make: (draws) => beside(draws, [timer(draws, 'socket client', draws.between(2, 8), 900, 1_500)]),
  },
  {
    name: 'one burst',
    has: false,
    make: (draws) => beside(draws, [timer(draws, 'timer report', 100_000, 90_000, 400_000)]),
  },
  { name: 'many ticks', has: false, make: (draws) => ({ program: sharing(draws, [], 600_000), ticks: 12_000 }) },
];
