// Functions that are given the same again: some give the same for it, others look so, and some are too fast to be worth it.

import { uniform } from '../keyed-random.js';
import type { Step } from '../program.js';
import { working } from './code-worlds.js';
import { type Draws, repeated, replaced } from './draws.js';
import type { GivenInput, Scenario, World } from './scenario.js';

const FUNCTION = 'indicator computeBands';
const TICKS = 3_000;

type Inputs = (tick: number, call: number) => number;
/** What it gives for an input in a tick. */
type Gives = (draws: Draws, input: number, tick: number) => number | 'unread';

const hashOf = (...key: readonly number[]): number => Math.floor(uniform(...key) * 2 ** 31);
const gives: Gives = ({ seed }, input) => hashOf(seed, input, 77);

interface Calls {
  readonly inputs: Inputs;
  readonly step?: Step;
  readonly calls?: number;
  readonly values?: number;
  readonly results?: Gives;
  readonly ticks?: number;
  readonly beside?: readonly Step[];
}

function calling(
  draws: Draws,
  { inputs, step, calls = 1, values = 60, results = gives, ticks = TICKS, beside = [] }: Calls,
): Scenario {
  const steps = repeated(calls, step ?? draws.call(FUNCTION, 100, 900));
  const input = (tick: number, call: number): GivenInput => {
    const given = inputs(tick, call);
    return { hash: hashOf(draws.seed, given, 5), values, result: results(draws, given, tick) };
  };
  return { program: working(draws, [...steps, ...beside]), ticks, inputs: { [FUNCTION]: input } };
}

/** With the repair, so much of the calls is left. */
function repairedTo(scenario: Scenario, share: number): Scenario {
  const { handler } = scenario.program;
  const steps = handler.filter((step) => step.does === 'call');
  const left = steps.map((step): Step => ({ does: 'sometimes', share, body: [step] }));
  return { ...scenario, repaired: replaced(scenario.program, steps, left) };
}

const candlesOf =
  (ticksACandle: number): Inputs =>
  (tick) =>
    Math.floor(tick / ticksACandle);

const pure: readonly World[] = [
  {
    name: 'of candles that close seldom',
    has: true,
    make: (draws) => {
      const ticksACandle = draws.whole(4, 60);
      return repairedTo(calling(draws, { inputs: candlesOf(ticksACandle) }), 1 / ticksACandle);
    },
  },
  {
    name: 'of symbols in turn',
    has: true,
    make: (draws) => {
      const symbols = draws.whole(2, 20);
      const turns = draws.whole(10, 40);
      const inputs: Inputs = (tick) => (tick % symbols) * 100_003 + Math.floor(tick / (symbols * turns));
      return repairedTo(calling(draws, { inputs }), 1 / turns);
    },
  },
  {
    name: 'of many symbols, a few of which trade most',
    has: true,
    make: (draws) => {
      const symbols = draws.whole(60, 300);
      return calling(draws, {
        inputs: (tick) => Math.floor(symbols * uniform(draws.seed, tick, 3) ** 3) * 1_009 + Math.floor(tick / 1_500),
      });
    },
  },
  {
    name: 'of more inputs than are remembered one by one',
    has: true,
    make: (draws) => {
      const inputs = draws.whole(70, 200);
      return calling(draws, { inputs: (tick) => tick % inputs });
    },
  },
  {
    name: 'half of them new',
    has: true,
    make: (draws) => {
      const share = draws.between(0.4, 0.8);
      return calling(draws, {
        inputs: (tick) => (uniform(draws.seed, tick, 3) < share ? tick % 16 : tick * 16 + 1_000_000),
      });
    },
  },
  {
    name: 'with several settings',
    has: true,
    make: (draws) => {
      const ticksACandle = draws.whole(5, 40);
      return calling(draws, {
        calls: draws.whole(2, 4),
        inputs: (tick, call) => Math.floor(tick / ticksACandle) * 10 + call,
      });
    },
  },
  {
    name: 'a long one now and then',
    has: true,
    make: (draws) => {
      const step: Step = {
        does: 'sometimes',
        share: draws.between(0.4, 0.7),
        body: [draws.call(FUNCTION, 900, 4_000)],
      };
      return calling(draws, { step, inputs: candlesOf(40) });
    },
  },
  {
    name: 'beside statements',
    has: true,
    make: (draws) => calling(draws, { inputs: candlesOf(20), beside: [draws.fetch('query SELECT 1', 200, 900)] }),
  },
  {
    name: 'of settings that are tried in turn',
    has: true,
    make: (draws) => {
      const settings = draws.whole(5, 50);
      return calling(draws, { inputs: (tick) => (tick % settings) + 1_000 * Math.floor(tick / (settings * 30)) });
    },
  },
  {
    name: 'of long windows',
    has: true,
    make: (draws) => {
      const step = draws.call(FUNCTION, 300, 2_000);
      return calling(draws, { step, values: draws.whole(500, 2_000), inputs: candlesOf(draws.whole(10, 60)) });
    },
  },
];

const impure = (name: string, results: Gives): World => ({
  name,
  has: false,
  make: (draws) => calling(draws, { results, inputs: candlesOf(draws.whole(10, 60)) }),
});

const others: readonly World[] = [
  impure('that reads the clock', ({ seed }, input, tick) => hashOf(seed, input, tick)),
  impure('that reads the time in minutes', ({ seed }, input, tick) => hashOf(seed, input, Math.floor(tick / 25))),
  impure('that counts its calls, and tells every tenth', ({ seed }, input, tick) =>
    hashOf(seed, input, Math.floor(tick / 10)),
  ),
  impure('that draws by chance', ({ seed }, input, tick) => hashOf(seed, input, tick, 9)),
  impure('that now and then gives something else', ({ seed }, input, tick) =>
    hashOf(seed, input, uniform(seed, tick, 4) < 0.1 ? 1 : 0),
  ),
  impure('that reads a setting which changes', ({ seed }, input, tick) => hashOf(seed, input, Math.floor(tick / 97))),
  impure('that is given what cannot be read', () => 'unread'),
  {
    name: 'of new prices each time',
    has: false,
    make: (draws) => calling(draws, { inputs: (tick) => tick }),
  },
  {
    name: 'hardly ever of the same',
    has: false,
    make: (draws) =>
      calling(draws, {
        step: draws.call(FUNCTION, 2, 8),
        inputs: (tick) => (uniform(draws.seed, tick, 3) < 0.03 ? 0 : tick),
      }),
  },
  {
    name: 'that takes as long as a look-up',
    has: false,
    make: (draws) =>
      calling(draws, {
        step: draws.call(FUNCTION, 0.3, 0.9),
        calls: 20,
        inputs: (tick, call) => Math.floor(tick / 20) * 32 + call,
      }),
  },
  {
    name: 'of long windows, whose key takes as long',
    has: false,
    make: (draws) =>
      calling(draws, {
        step: draws.call(FUNCTION, 4, 9),
        calls: 4,
        values: 2_000,
        inputs: (tick, call) => Math.floor(tick / 20) * 8 + call,
      }),
  },
  {
    name: 'that waits for an answer',
    has: false,
    make: (draws) => {
      const step: Step = { does: 'call', operation: FUNCTION, body: [draws.call('fs.readFileSync', 100, 900)] };
      return calling(draws, { step, inputs: candlesOf(30) });
    },
  },
  {
    name: 'that was called a few times',
    has: false,
    make: (draws) => calling(draws, { inputs: candlesOf(10), ticks: draws.whole(150, 450) }),
  },
  {
    name: 'several times in a tick',
    has: false,
    make: (draws) => calling(draws, { calls: draws.whole(2, 4), inputs: (tick) => tick }),
  },
];

export const memoisableFunctions: readonly World[] = [...pure, ...others];
