// Functions of programs as texts: such as give the same for the same, and such as only look so. Each is called `computeBands` or is a method
// of that name of the class `Bands`, and is given an array of prices and a period.

export interface WrittenFunction {
  readonly kind: string;
  readonly text: string;
}

/** @param variant changes numbers and names, so that no two texts are the same */
type Template = readonly [kind: string, (variant: number) => string];

const PERIODS = [5, 7, 9, 14, 20, 21, 26, 50];
const periodOf = (variant: number): number => PERIODS[variant % PERIODS.length] as number;

const LOOP = 'let sum = 0; for (let i = 0; i < values.length; i++) sum += values[i];';

const IMPURE: readonly Template[] = [
  ['reads the clock', () => `function computeBands(values, period) { ${LOOP} return sum / period + Date.now() % 2; }`],
  ['reads another clock', () => `function computeBands(values, period) { ${LOOP} return sum + performance.now(); }`],
  [
    'draws by chance',
    (n) => `function computeBands(values, period) { ${LOOP} return sum + Math.random() / ${n + 1}; }`,
  ],
  [
    'counts its calls',
    (n) => `let calls = ${n}; function computeBands(values, period) { ${LOOP} calls++; return sum + calls; }`,
  ],
  [
    'counts its calls in an object',
    (n) =>
      `const state = { calls: ${n} }; function computeBands(values, period) { ${LOOP} state.calls += 1; return sum + state.calls; }`,
  ],
  [
    'reads a variable that changes',
    (n) =>
      `let factor = ${n}; setFactor = (x) => { factor = x; }; function computeBands(values, period) { ${LOOP} return sum * factor; }`,
  ],
  [
    'reads a setting of an object',
    (n) =>
      `const config = { factor: ${n} }; settings = config; function computeBands(values, period) { ${LOOP} return sum * config.factor; }`,
  ],
  [
    'reads a global variable',
    (n) => `function computeBands(values, period) { ${LOOP} return sum * (globalThis.factor ?? ${n}); }`,
  ],
  [
    'reads the environment',
    (n) => `function computeBands(values, period) { ${LOOP} return sum * Number(process.env.FACTOR ?? ${n}); }`,
  ],
  [
    'keeps the last value in its object',
    (n) =>
      `class Bands { constructor() { this.ema = undefined; } computeBands(values, period) { const k = 2 / (period + ${n}); const price = values[values.length - 1]; this.ema = this.ema === undefined ? price : price * k + this.ema * (1 - k); return this.ema; } }`,
  ],
  [
    'keeps the last value in a private field',
    (n) =>
      `class Bands { #last = ${n}; computeBands(values, period) { ${LOOP} this.#last = (this.#last + sum) / 2; return this.#last; } }`,
  ],
  [
    'keeps the last value in its class',
    (n) =>
      `class Bands { static last = ${n}; static computeBands(values, period) { ${LOOP} Bands.last = (Bands.last + sum) / 2; return Bands.last; } }`,
  ],
  [
    'changes what it is given',
    (n) => `function computeBands(values, period) { ${LOOP} values.push(sum / ${n + 1}); return sum; }`,
  ],
  [
    'sorts what it is given',
    (n) => `function computeBands(values, period) { values.sort((a, b) => b - a); return values[${n % 3}]; }`,
  ],
  [
    'writes into what it is given',
    (n) => `function computeBands(values, period) { const all = values; all[0] = ${n}; return all[1]; }`,
  ],
  [
    'writes into a part of it',
    (n) =>
      `function computeBands(values, period) { for (const candle of values) candle.sum = ${n}; return values.length; }`,
  ],
  ['logs', () => `function computeBands(values, period) { ${LOOP} console.log('bands', sum); return sum; }`],
  [
    'appends to a file',
    (n) =>
      `const fs = require('node:fs'); function computeBands(values, period) { ${LOOP} fs.appendFileSync('/dev/null', String(sum + ${n})); return sum; }`,
  ],
  [
    'calls another function of the file that counts',
    (n) =>
      `let calls = ${n}; function noted(x) { calls++; return x; } function computeBands(values, period) { ${LOOP} return noted(sum); }`,
  ],
  [
    'keeps its own results',
    (n) =>
      `const seen = new Map([[${n}, 0]]); function computeBands(values, period) { ${LOOP} seen.set(seen.size, sum); return seen.size; }`,
  ],
  [
    'is made by a function that has a counter',
    (n) =>
      `function make() { let calls = ${n}; return function computeBands(values, period) { ${LOOP} return sum + calls++; }; } bands = make();`,
  ],
  [
    'is made by a function whose parameter has a name of the file',
    (n) =>
      `const factor = ${n}; function make(factor) { return function computeBands(values, period) { ${LOOP} return sum * factor; }; } bands = make(9);`,
  ],
  ['emits an event', () => `function computeBands(values, period) { ${LOOP} process.emit('bands', sum); return sum; }`],
  [
    'calls what it is given',
    () => `function computeBands(values, period, onValue) { ${LOOP} onValue(sum); return sum; }`,
  ],
  ['answers later', () => `async function computeBands(values, period) { ${LOOP} await null; return sum; }`],
];

const PURE: readonly Template[] = [
  ['a loop', (n) => `function computeBands(values, period) { ${LOOP} return sum / (period + ${n}); }`],
  [
    'an arrow function',
    (n) =>
      `const computeBands = (values, period) => values.slice(-period).reduce((sum, value) => sum + value, ${n}) / period;`,
  ],
  [
    'a static method',
    (n) =>
      `class Bands { static computeBands(values, period) { const out = []; for (const value of values) out.push(value / (period + ${n})); return out; } }`,
  ],
  [
    'several results',
    (n) =>
      `function computeBands(values, period) { const used = values.slice(-period); const mean = used.reduce((a, b) => a + b, 0) / used.length; const deviation = Math.sqrt(used.map((v) => (v - mean) ** 2).reduce((a, b) => a + b, 0) / used.length); return { upper: mean + ${n + 1} * deviation, middle: mean, lower: mean - ${n + 1} * deviation }; }`,
  ],
  [
    'another function of the file',
    (n) =>
      `const START = ${n}; function sumOf(values) { ${LOOP} return sum; } function computeBands(values, period) { return START + sumOf(values) / period; }`,
  ],
  [
    'an array that it makes',
    (n) =>
      `function computeBands(values, period) { const out = new Float64Array(values.length); for (let i = 1; i < values.length; i++) out[i] = values[i] - values[i - 1] + ${n}; return out; }`,
  ],
  [
    'a sorted copy',
    (n) =>
      `export function computeBands(values, period) { const sorted = [...values].sort((a, b) => a - b); return sorted[Math.min(sorted.length - 1, ${n})]; }`,
  ],
  [
    'an exponential average of the whole window',
    (n) =>
      `function computeBands(values, period) { const k = 2 / (period + ${n + 1}); let ema = values[0]; for (const value of values) ema = value * k + ema * (1 - k); return ema; }`,
  ],
];

/** Of the series and of a sum, by variant. */
const NAMES = [
  ['values', 'sum'],
  ['prices', 'total'],
  ['closes', 'result'],
  ['series', 'all'],
  ['candles', 'whole'],
  ['history', 'added'],
  ['window', 'together'],
  ['inputs', 'amount'],
] as const;

const written = (templates: readonly Template[], count: number): readonly WrittenFunction[] =>
  Array.from({ length: count }, (_, place) => {
    const [kind, make] = templates[place % templates.length] as Template;
    const variant = Math.floor(place / templates.length);
    const [series, sum] = NAMES[variant % NAMES.length] as (typeof NAMES)[number];
    const named = make(variant)
      .replaceAll(/\bvalues\b/g, series)
      .replaceAll(/\bsum\b/g, sum);
    return { kind, text: named.replaceAll('period + 0', `period + ${periodOf(variant)}`) };
  });

export const impureFunctions: readonly WrittenFunction[] = written(IMPURE, 200);
export const pureFunctions: readonly WrittenFunction[] = written(PURE, 40);
